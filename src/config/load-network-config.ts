import type { NetworkConfig, ProxyAddress } from './config.ts';
import { type CaSources, loadExtraCa } from './load-extra-ca.ts';
import type { SettingReader } from './setting-reader.ts';
import type { Variable } from './variable.ts';
import { variables } from './variables.ts';

export const OFFLINE: NetworkConfig = {
  extraCa: undefined,
  proxy: { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined },
};

export function loadNetworkConfig(reader: SettingReader, sources: CaSources): NetworkConfig {
  const readProxy = (variable: Variable<ProxyAddress>) => {
    const address = reader.read(variable);
    return address && { ...address, variable: reader.originOf(variable) };
  };
  return {
    extraCa: loadExtraCa(reader, sources),
    proxy: {
      httpProxy: readProxy(variables.httpProxy),
      httpsProxy: readProxy(variables.httpsProxy),
      noProxy: reader.read(variables.noProxy),
    },
  };
}
