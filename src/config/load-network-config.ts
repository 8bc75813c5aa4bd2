import type { BaseConfig } from './config.ts';
import type { ConfigFlags } from './config-flags.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { type ReadFile, readTextFile } from './read-text-file.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

type NetworkConfig = Pick<BaseConfig, 'extraCa' | 'proxy'>;

export const OFFLINE: NetworkConfig = {
  extraCa: undefined,
  proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
};

export function loadNetworkConfig(
  reader: SettingReader,
  { caFile }: ConfigFlags,
  readFile: ReadFile,
): NetworkConfig {
  return {
    extraCa: caFile && reader.attempt('--ca-file', () => parseCa(readTextFile(caFile, readFile))),
    proxy: {
      httpProxy: reader.read(variables.httpProxy),
      httpsProxy: reader.read(variables.httpsProxy),
      noProxy: reader.read(variables.noProxy),
    },
  };
}

function parseCa(text: string): string {
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new InvalidSetting('The file holds no certificate in PEM form.', 'Use the PEM of the CA.');
}
