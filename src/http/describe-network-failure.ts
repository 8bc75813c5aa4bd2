type Description = { readonly problem: string; readonly cure?: string };

/** What went wrong below HTTP, where, and what to do: the hop may be a proxy in between. */
export function describeNetworkFailure(error: Error, code: string): string {
  const { problem, cure } = DESCRIPTIONS[code] ?? { problem: 'the request failed' };
  const hop = hopOf(error);
  const facts = hop === undefined ? code : `${code}, ${hop}`;
  return `${problem} (${facts})${cure === undefined ? '' : `; ${cure}`}`;
}

const FIREWALL = 'a firewall may be in between';

const DESCRIPTIONS: Readonly<Record<string, Description>> = {
  ECONNREFUSED: {
    problem: 'nothing listens there',
    cure: 'check that it runs and that address and port are right',
  },
  ECONNRESET: { problem: 'the connection was reset' },
  EPIPE: { problem: 'the connection was closed' },
  ENOTFOUND: { problem: 'the name is not known', cure: 'check the address and the DNS' },
  EAI_AGAIN: {
    problem: 'the name could not be looked up now',
    cure: 'check the DNS if it lasts',
  },
  EHOSTUNREACH: { problem: 'there is no way to it', cure: FIREWALL },
  ENETUNREACH: { problem: 'there is no way to its network', cure: 'check the routes' },
  ETIMEDOUT: { problem: 'no connection within the time allowed', cure: FIREWALL },
  UND_ERR_CONNECT_TIMEOUT: { problem: 'no connection within the time allowed', cure: FIREWALL },
  UND_ERR_HEADERS_TIMEOUT: { problem: 'no answer within the time allowed' },
  UND_ERR_BODY_TIMEOUT: { problem: 'the answer stopped half-way' },
  UND_ERR_SOCKET: { problem: 'the connection was closed before the whole answer came' },
  HTTPParserError: {
    problem: 'it does not speak HTTP',
    cure: 'check that address and port are right',
  },
};

/** The name or address that the failed call was about, which is not a secret. */
function hopOf(error: Error): string | undefined {
  const [cause] = error instanceof AggregateError ? error.errors : [error];
  if (!(cause instanceof Error)) return undefined;
  if ('hostname' in cause && typeof cause.hostname === 'string') return cause.hostname;
  if ('address' in cause && 'port' in cause) return `${cause.address}:${cause.port}`;
  return undefined;
}
