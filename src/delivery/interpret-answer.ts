import { type Answer, firstHeader } from '../http/exchange.ts';
import { type Message, message } from '../language/message.ts';
import type { EntryProblem } from '../spool/spool-entry.ts';
import { isTemporary } from './is-temporary.ts';
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

  const problem = (sentence: Message, cure?: Message): EntryProblem => {
    const what =
      said === undefined ? sentence : message('receiver_said', { problem: sentence, said });
    return {
      code: `http_${status}`,
      message: cure === undefined ? what : message('receiver_and_cure', { problem: what, cure }),
    };
  };
  if (isTemporary(status)) {
    return {
      kind: 'temporary',
      problem: problem(message('receiver_temporary', { host, status })),
      retryAfterMs: answer.retryAfterMs,
    };
  }
  switch (status) {
    case 401:
    case 403:
      return {
        kind: 'credentials',
        problem: problem(
          message('receiver_refused_token', { host, status }),
          message('receiver_token_cure'),
        ),
      };
    case 407:
      return {
        kind: 'credentials',
        problem: problem(
          message('receiver_proxy_credentials', { host }),
          message('receiver_proxy_cure'),
        ),
      };
    case 404:
    case 405:
    case 410:
      return {
        kind: 'address',
        problem: problem(
          message('receiver_no_address', { host, status }),
          message('receiver_address_cure'),
        ),
      };
    case 413:
      return { kind: 'too-large', problem: problem(message('receiver_too_large', { host })) };
    default:
  }
  if (status < 400) return { kind: 'address', problem: describeRedirect(host, answer) };
  return { kind: 'refused', problem: problem(message('receiver_refused_body', { host, status })) };
}

function interpretSuccess(host: string, { status, text, truncated }: ReceiverAnswer): Verdict {
  const protocol = (code: string, what: Message): Verdict => ({
    kind: 'protocol',
    problem: { code, message: message('receiver_answer', { host, status, what }) },
  });
  const body = text.trim();
  if (body === '') return { kind: 'accepted', receiverSaid: undefined };
  if (truncated) return protocol('answer_too_long', message('receiver_answer_too_long'));
  if (body.startsWith('<')) {
    return protocol('answer_html', message('receiver_answer_html'));
  }

  const value = parseJson(body);
  if (value === undefined) return protocol('answer_not_json', message('receiver_answer_no_json'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return protocol('answer_not_object', message('receiver_answer_no_object'));
  }
  if ('success' in value && value.success === false) {
    const said = receiverText(text);
    return protocol(
      'success_false',
      said === undefined
        ? message('receiver_answer_failure')
        : message('receiver_answer_failure_said', { said }),
    );
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
  const address = target && receiverText(`${target.host}${target.pathname}`);
  const to =
    address === undefined
      ? message('receiver_redirects_elsewhere')
      : message('receiver_redirects_to', { address });
  return {
    code: `http_${status}`,
    message: message('receiver_redirects', { host, to, status }),
  };
}
