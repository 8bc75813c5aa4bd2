import { type Message, message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
// Visible ASCII with blanks inside: what every HTTP implementation sends unchanged.
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;

const OF_THE_CONNECTION = message('header_of_connection');
const OF_THE_SESSION = message('header_of_session');
const OF_A_PART = message('header_of_part');
const OF_THE_METHOD = message('header_of_method');

/**
 * What would break the request or the session; proxy-* belong to HTTPS_PROXY. User-Agent is not among
 * it, since firewalls let some through by it.
 */
const REFUSED: Readonly<Record<string, Message>> = {
  host: OF_THE_CONNECTION,
  connection: OF_THE_CONNECTION,
  'content-length': OF_THE_CONNECTION,
  'transfer-encoding': OF_THE_CONNECTION,
  'keep-alive': OF_THE_CONNECTION,
  te: OF_THE_CONNECTION,
  trailer: OF_THE_CONNECTION,
  upgrade: OF_THE_CONNECTION,
  expect: OF_THE_CONNECTION,
  accept: OF_THE_CONNECTION,
  'accept-encoding': OF_THE_CONNECTION,
  'proxy-authorization': message('header_of_proxy'),
  'proxy-connection': OF_THE_CONNECTION,
  authorization: message('header_of_dify'),
  cookie: OF_THE_SESSION,
  'x-csrf-token': OF_THE_SESSION,
  'x-workspace-id': OF_THE_SESSION,
  'http2-settings': OF_THE_CONNECTION,
  range: OF_A_PART,
  'if-match': OF_A_PART,
  'if-modified-since': OF_A_PART,
  'if-none-match': OF_A_PART,
  'if-range': OF_A_PART,
  'if-unmodified-since': OF_A_PART,
  'x-http-method': OF_THE_METHOD,
  'x-http-method-override': OF_THE_METHOD,
  'x-method-override': OF_THE_METHOD,
};

function reasonAgainst(name: string): Message | undefined {
  if (Object.hasOwn(REFUSED, name)) return REFUSED[name];
  return name.startsWith('content-') ? message('header_of_body') : undefined;
}

/**
 * Reads headers as lines `Name: value` or, since an env file holds one line, as one JSON object.
 *
 * Names come back in lower case. No value is ever repeated, and a name only when it is one of ours.
 */
export function parseExtraHeaders(text: string): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const [name, value] of readPairs(text.trim())) {
    const key = name.toLowerCase();
    checkHeader(key, value);
    if (headers.has(key)) throw twice();
    headers.set(key, value);
  }
  return Object.fromEntries(headers);
}

function readPairs(text: string): readonly (readonly [name: string, value: string])[] {
  if (text.startsWith('{')) return readObject(text);
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, value] = /^\s*([^:]+?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw notHeaders();
      return [name, value];
    });
}

function readObject(text: string): readonly (readonly [string, string])[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw notHeaders(); // without its cause, which quotes the text
  }
  if (typeof parsed !== 'object' || parsed === null) throw notHeaders();
  const pairs = Object.entries(parsed).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') throw notHeaders();
    return [name, value.trim()] as const;
  });
  // JSON.parse takes the last of two; an object of texts has two of them for each name.
  if ((text.match(JSON_TEXT)?.length ?? 0) > 2 * pairs.length) throw twice();
  return pairs;
}

function checkHeader(name: string, value: string): void {
  if (!NAME.test(name)) throw notHeaders();
  const reason = reasonAgainst(name);
  if (reason !== undefined) {
    throw new InvalidSetting(
      message('header_refused_problem', { name, reason }),
      message('header_refused_cure'),
    );
  }
  if (VALUE.test(value)) return;
  throw new InvalidSetting(message('header_value_problem'), message('header_value_cure'));
}

function twice(): InvalidSetting {
  return new InvalidSetting(message('header_twice_problem'), message('given_twice_cure'));
}

function notHeaders(): InvalidSetting {
  return new InvalidSetting(
    message('headers_problem'),
    message('headers_cure', {
      line: 'CF-Access-Client-Id: abc',
      object: '{"CF-Access-Client-Id":"abc","CF-Access-Client-Secret":"def"}',
    }),
  );
}
