import { InvalidSetting } from './invalid-setting.ts';

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
// Visible ASCII with blanks inside: what every HTTP implementation sends unchanged.
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

const OF_THE_CONNECTION = 'is set by the connection itself';
const OF_THE_SESSION = 'is part of the session with Dify';

/** What would break the request or the session; proxy-* belong to HTTPS_PROXY. */
const REFUSED: Readonly<Record<string, string>> = {
  host: OF_THE_CONNECTION,
  connection: OF_THE_CONNECTION,
  'content-length': OF_THE_CONNECTION,
  'content-type': OF_THE_CONNECTION,
  'transfer-encoding': OF_THE_CONNECTION,
  'keep-alive': OF_THE_CONNECTION,
  te: OF_THE_CONNECTION,
  trailer: OF_THE_CONNECTION,
  upgrade: OF_THE_CONNECTION,
  expect: OF_THE_CONNECTION,
  accept: OF_THE_CONNECTION,
  'accept-encoding': OF_THE_CONNECTION,
  'proxy-authorization': 'belongs to a proxy, whose user and password go into HTTPS_PROXY',
  'proxy-connection': OF_THE_CONNECTION,
  authorization: 'is needed by Dify; for basic authentication set DIFY_BASIC_AUTH',
  cookie: OF_THE_SESSION,
  'x-csrf-token': OF_THE_SESSION,
  'x-workspace-id': OF_THE_SESSION,
};

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
  return Object.entries(parsed).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'string') throw notHeaders();
    return [name, value.trim()];
  });
}

function checkHeader(name: string, value: string): void {
  if (!NAME.test(name)) throw notHeaders();
  const reason = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
  if (reason !== undefined) {
    throw new InvalidSetting(`The header ${name} cannot be given: it ${reason}.`, 'Remove it.');
  }
  if (VALUE.test(value)) return;
  throw new InvalidSetting(
    'The value of a header is empty or has a line break or another character that no header can carry.',
    'Copy it again, without anything around it.',
  );
}

function twice(): InvalidSetting {
  return new InvalidSetting('It has a header twice.', 'Remove one of the two.');
}

function notHeaders(): InvalidSetting {
  return new InvalidSetting(
    'It is neither lines of "Name: value" nor a JSON object of texts.',
    'Write CF-Access-Client-Id: abc, or {"CF-Access-Client-Id":"abc","CF-Access-Client-Secret":"def"}.',
  );
}
