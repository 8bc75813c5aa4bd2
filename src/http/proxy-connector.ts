import { buildConnector } from 'undici';

/** How a proxy is connected to in which tunnels are asked for. */
export function proxyConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  // undici would name even an address as the server, which Node warns of on stderr.
  return (target, callback) => connect({ ...target, servername: '' }, callback);
}
