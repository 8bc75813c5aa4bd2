import type { Command as Program } from 'commander';
import type { GlobalFlags } from './command.ts';

/** The flags that every command has, wherever on the command line they stand. */
export function globalFlagsOf(command: Program): GlobalFlags {
  // An option that was not given is absent.
  const options = command.optsWithGlobals<Partial<GlobalFlags>>();
  const { envFile, caFile, lang, json = false, quiet = false, verbose = false } = options;
  return { envFile, caFile, lang, json, quiet, verbose };
}
