import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import program from '../../rolldown.config.ts';

const BUILT = 'dist/bin/dify-usage.js';
const RACER = { input: 'test/support/lock-racer.ts', output: { dir: '.cache/test' } };

/** Builds the program before the first test, unless nothing has changed since it was built. */
export async function setup(): Promise<void> {
  await build({ ...program, ...RACER, plugins: [] });
  const builtAt = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (['bin', 'src'].flatMap(sourceTimes).every((changedAt) => changedAt < builtAt)) return;

  rmSync('dist', { recursive: true, force: true });
  await build(program);
}

function sourceTimes(folder: string): number[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(join(folder, name)).mtimeMs,
  );
}
