import { isAbsolute, join } from 'node:path';
import { message } from '../language/message.ts';
import type { Environment } from './find-setting.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

/** The directory that is set, else the one of the XDG base directory specification. */
export function loadStateDir(reader: SettingReader, env: Environment): string | undefined {
  const variable = variables.stateDir;
  if (reader.isSet(variable)) return reader.read(variable);

  // The specification says that a relative path is to be ignored.
  const base = env['XDG_STATE_HOME'];
  if (base && isAbsolute(base)) return join(base, 'dify-usage');
  const home = env['HOME'];
  if (home && isAbsolute(home)) return join(home, '.local', 'state', 'dify-usage');

  reader.addAbsence({
    variable: variable.name,
    problem: message('unset_without_home_problem'),
    cure: message('unset_cure', { meaning: variable.meaning }),
  });
  return undefined;
}
