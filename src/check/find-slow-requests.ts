import type { RequestReport } from '../dify/request-gate.ts';
import { message } from '../language/message.ts';
import { type Finding, warning } from './hop.ts';

export type TimedRequest = Pick<RequestReport, 'route' | 'latencyMs'>;

/** An export makes hundreds of requests, of which each may be as slow as those of a check. */
const SLOW_MS = 5000;

/** A warning that names the slow ones, where there are any; those that timed out are among them. */
export function findSlowRequests(requests: readonly TimedRequest[]): readonly Finding[] {
  const slow = requests.filter(({ latencyMs }) => latencyMs >= SLOW_MS);
  if (slow.length === 0) return [];
  const each = slow.map(({ route, latencyMs }) =>
    message('check_slow_request', { route, seconds: (latencyMs / 1000).toFixed(1) }),
  );
  return [
    warning(
      'dify_slow',
      message('check_slow', { requests: each }),
      message('check_slow_cure', { variable: 'DIFY_FETCH_TIMEOUT_MS' }),
    ),
  ];
}
