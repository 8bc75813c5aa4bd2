import { fault } from './errors.ts';
import type { Answer } from './route.ts';

/** What every route behind the setup check answers on a fresh server. */
export function notSetUp(version: string): Answer {
  return fault(
    version,
    401,
    'not_setup',
    'Dify has not been initialized and installed yet. Please proceed with the initialization and installation process first.',
  );
}
