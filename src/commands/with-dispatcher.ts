import type { NetworkConfig } from '../config/config.ts';
import { createDispatcher } from '../http/create-dispatcher.ts';
import type { Route } from '../http/route.ts';

/** Opens a connection pool for one origin, and closes it when the run is over. */
export async function withDispatcher<Result>(
  origin: string,
  connections: number,
  network: NetworkConfig,
  run: (dispatcher: Route) => Promise<Result>,
): Promise<Result> {
  const dispatcher = createDispatcher(origin, { ...network, connections });
  try {
    return await run(dispatcher);
  } finally {
    await dispatcher.destroy();
  }
}
