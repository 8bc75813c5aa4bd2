import { message } from '../language/message.ts';
import type { Environment } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { parseCa } from './parse-ca.ts';
import { type ReadFile, readNamedFile } from './read-named-file.ts';
import type { SettingReader } from './setting-reader.ts';

export type CaSources = {
  readonly caFile: string | undefined;
  readonly env: Environment;
  readonly readFile: ReadFile;
};

/**
 * The authorities to trust beside those that Node trusts by itself, as PEM text.
 *
 * Node reads NODE_EXTRA_CA_CERTS when it starts, but forgets it for a connection that is given
 * authorities, as it is with `--ca-file`.
 */
export function loadExtraCa(
  reader: SettingReader,
  { caFile, env, readFile }: CaSources,
): string | undefined {
  const fromEnvironment = loadFromEnvironment(reader, env['NODE_EXTRA_CA_CERTS'], readFile);
  if (!caFile) return undefined;

  const fromOption = reader.attempt('--ca-file', () => parseCa(readNamedFile(caFile, readFile)));
  return fromOption && `${fromOption}${fromEnvironment ?? ''}`;
}

/** A file that Node ignores is no reason not to run: it may be meant for other programs. */
function loadFromEnvironment(
  reader: SettingReader,
  path: string | undefined,
  readFile: ReadFile,
): string | undefined {
  if (!path) return undefined;
  try {
    return parseCa(readNamedFile(path, readFile));
  } catch (error) {
    if (!(error instanceof InvalidSetting)) throw error;
    reader.addNotice({
      code: 'ca_certs_unusable',
      variable: 'NODE_EXTRA_CA_CERTS',
      text: message('notice_ca_unusable', { problem: error.problem, cure: error.cure }),
    });
    return undefined;
  }
}
