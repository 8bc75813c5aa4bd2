import { type Message, type MessageCode, message } from '../language/message.ts';

type Description = readonly [problem: Problem, cure: Cure];
type Problem = Extract<MessageCode, `failure_${string}`>;
type Cure = Extract<MessageCode, `cure_${string}`>;

/** What went wrong below HTTP, where, and what to do: the place may be a proxy in between. */
export function describeNetworkFailure(error: Error, code: string): Message {
  const [problem, cure] = DESCRIPTIONS[code] ?? ['failure_unknown', 'cure_in_between'];
  const place = placeOf(error);
  return message('network_facts_and_cure', {
    problem: message(problem),
    facts: place === undefined ? code : message('network_facts', { code, place }),
    cure: message(cure),
  });
}

const DESCRIPTIONS: Readonly<Record<string, Description>> = {
  ECONNREFUSED: ['failure_ECONNREFUSED', 'cure_running'],
  ECONNRESET: ['failure_ECONNRESET', 'cure_in_between'],
  EPIPE: ['failure_EPIPE', 'cure_in_between'],
  ENOTFOUND: ['failure_ENOTFOUND', 'cure_address_and_dns'],
  EAI_AGAIN: ['failure_EAI_AGAIN', 'cure_dns_if_it_lasts'],
  EHOSTUNREACH: ['failure_EHOSTUNREACH', 'cure_firewall'],
  ENETUNREACH: ['failure_ENETUNREACH', 'cure_routes'],
  ETIMEDOUT: ['failure_connect_timeout', 'cure_firewall'],
  ERR_TLS_HANDSHAKE_TIMEOUT: ['failure_handshake_timeout', 'cure_handshake'],
  UND_ERR_CONNECT_TIMEOUT: ['failure_connect_timeout', 'cure_firewall'],
  UND_ERR_HEADERS_TIMEOUT: ['failure_headers_timeout', 'cure_in_between'],
  UND_ERR_BODY_TIMEOUT: ['failure_body_timeout', 'cure_in_between'],
  UND_ERR_SOCKET: ['failure_closed', 'cure_in_between'],
  HTTPParserError: ['failure_no_http', 'cure_address_and_port'],
};

/** The name or address that the failed call was about, which is not a secret. */
function placeOf(error: Error): string | undefined {
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  if (!(cause instanceof Error)) return undefined;
  if ('hostname' in cause && typeof cause.hostname === 'string') return cause.hostname;
  if ('address' in cause && 'port' in cause) return `${cause.address}:${cause.port}`;
  return undefined;
}
