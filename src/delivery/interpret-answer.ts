import { type Answer, firstHeader } from '../http/exchange.ts';
import type { EntryProblem } from '../spool/spool-entry.ts';
import { receiverText } from './receiver-text.ts';

/** What an answer means for the body that was posted. */
export type Verdict =
  | { readonly kind: 'accepted' | 'already-received'; readonly receiverSaid: string | undefined }
  | {
      readonly kind: 'temporary';
      readonly problem: EntryProblem;
      readonly retryAfterMs: number | undefined;
    }
  | { readonly kind: 'credentials' | 'address' | 'protocol'; readonly problem: EntryProblem }
  | { readonly kind: 'too-large' | 'refused'; readonly problem: EntryProblem };

/** The parts of an answer that decide. */
export type ReceiverAnswer = Pick<
  Answer,
  'status' | 'headers' | 'text' | 'truncated' | 'retryAfterMs'
>;

/** `host` is named in the messages. */
export function interpretAnswer(host: string, answer: ReceiverAnswer): Verdict {
  const { status } = answer;
  if (status >= 200 && status <= 299) return interpretSuccess(host, answer);

  const said = receiverText(answer.text);
  if (status === 409) return { kind: 'already-received', receiverSaid: said };

  const suffix = said === undefined ? '' : `: ${said}`;
  const problem = (sentence: string): EntryProblem => ({
    code: `http_${status}`,
    message: `${sentence}${suffix}`,
  });
  // The specification repeats on every 5xx, and none of them says that the body is wrong.
  if (status >= 500 || TEMPORARY.has(status)) {
    return {
      kind: 'temporary',
      problem: problem(`${host} answered ${status}`),
      retryAfterMs: answer.retryAfterMs,
    };
  }
  switch (status) {
    case 401:
    case 403:
      return {
        kind: 'credentials',
        problem: problem(`${host} refused the token (${status}); check EXTERNAL_API_TOKEN`),
      };
    case 407:
      return {
        kind: 'credentials',
        problem: problem(`A proxy behind ${host} demands credentials (407); have them set there`),
      };
    case 404:
    case 405:
    case 410:
      return {
        kind: 'address',
        problem: problem(
          `${host} has no receiver there (${status}); correct EXTERNAL_API_URL, then send what waits with dify-usage spool retry ID`,
        ),
      };
    case 413:
      return { kind: 'too-large', problem: problem(`${host} finds the body too large (413)`) };
    default:
  }
  if (status < 400) return { kind: 'address', problem: describeRedirect(host, answer) };
  return { kind: 'refused', problem: problem(`${host} refused the body (${status})`) };
}

const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429]);

function interpretSuccess(host: string, { status, text, truncated }: ReceiverAnswer): Verdict {
  const protocol = (code: string, what: string): Verdict => ({
    kind: 'protocol',
    problem: { code, message: `${host} answered ${status} with ${what}` },
  });
  const body = text.trim();
  if (body === '') return { kind: 'accepted', receiverSaid: undefined };
  if (truncated) return protocol('answer_too_long', 'more than 64 KB');
  if (body.startsWith('<')) {
    return protocol('answer_html', 'a page of HTML instead of JSON; check EXTERNAL_API_URL');
  }

  const value = parseJson(body);
  if (value === undefined) return protocol('answer_not_json', 'something that is not JSON');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return protocol('answer_not_object', 'JSON that is not an object');
  }
  if ('success' in value && value.success === false) {
    const said = receiverText(text);
    return protocol('success_false', `success: false${said === undefined ? '' : `: ${said}`}`);
  }
  const hasMessage = 'message' in value && typeof value.message === 'string';
  return { kind: 'accepted', receiverSaid: hasMessage ? receiverText(text) : undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// A token in the query of the new address must not end in a log.
function describeRedirect(host: string, { status, headers }: ReceiverAnswer): EntryProblem {
  const location = firstHeader(headers, 'location');
  const base = URL.canParse(`https://${host}`) ? `https://${host}` : undefined;
  const isAddress = location !== undefined && URL.canParse(location, base);
  const target = isAddress ? new URL(location, base) : undefined;
  const to = target === undefined ? 'elsewhere' : `to ${target.host}${target.pathname}`;
  return {
    code: `http_${status}`,
    message: `${host} redirects ${receiverText(to) ?? 'elsewhere'} (${status}); set EXTERNAL_API_URL to the final address`,
  };
}
