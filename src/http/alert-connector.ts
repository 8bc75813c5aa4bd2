import { buildConnector } from 'undici';

/**
 * Connects so that a TLS alert is what a request fails with: undici would only tell that the other
 * side has closed the connection, as it does right after the alert.
 */
export function alertConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) =>
    connect(target, (...[error, socket]: Parameters<buildConnector.Callback>) => {
      if (error !== null) return callback(error, null);
      socket.once('error', () => socket.destroy());
      callback(null, socket);
    });
}
