import type { Answer } from '../http/exchange.ts';
import { type Message, message } from '../language/message.ts';
import { DifyError, type DifyErrorDetails, type DifyProblem } from './dify-error.ts';
import { foreignAnswer, isHtml, isTemporary, redirected } from './foreign-answer.ts';

/**
 * The parsed JSON of a successful answer, or a `DifyError` that says what to do
 * (auth-and-apps §5: three generations of parameter errors, HTML pages, 401 codes, 403 by role).
 */
export function readAnswer(host: string, endpoint: string, answer: Answer): unknown {
  const details = { host, endpoint, status: answer.status, retryAfterMs: answer.retryAfterMs };
  if (answer.status >= 300 && answer.status < 400) throw redirected(answer, details);
  if (isHtml(answer)) throw foreignAnswer(answer, 'dify_html', details);
  if (answer.truncated) {
    throw new DifyError('contract', message('dify_too_much', { host, endpoint }), details);
  }

  // Dify names its version in every answer: without it something in front of Dify speaks.
  if (answer.status === 404 && answer.headers['x-version'] === undefined) {
    throw foreignAnswer(answer, 'dify_no_json', details);
  }
  const body = parseJson(answer, details);
  if (answer.status >= 200 && answer.status < 300) return body;
  throw refusal(readErrorBody(body), details);
}

/** Dify's error body, whatever its generation. */
export type ErrorBody = {
  /** One of Dify's words; anything else is somebody's text and stays out of messages. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** `{"errors": {…}, "message": "Input payload validation failed"}` of 1.8.0–1.10.1. */
  readonly hasFieldErrors: boolean;
};

export function readErrorBody(body: unknown): ErrorBody {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const fields: Record<string, unknown> =
    typeof body === 'object' && body !== null ? { ...body } : {};
  return {
    code: /^[a-z_]{1,60}$/.exec(text(fields['code']) ?? '')?.[0],
    message: text(fields['message']) ?? text(fields['data']),
    hasFieldErrors: typeof fields['errors'] === 'object' && fields['errors'] !== null,
  };
}

function parseJson(answer: Answer, details: DifyErrorDetails): unknown {
  try {
    return JSON.parse(answer.text);
  } catch (cause) {
    const isRefusal = answer.status >= 400 && !isTemporary(answer.status);
    if (isRefusal && !answer.text.startsWith('{')) {
      throw foreignAnswer(answer, 'dify_no_json', { ...details, cause });
    }
    // An answer that is cut in transit looks like broken JSON, and an empty one like nothing at all.
    const { host, endpoint } = details;
    throw new DifyError(
      'unavailable',
      message('dify_invalid_json', { host, endpoint, status: answer.status }),
      { ...details, cause },
    );
  }
}

function refusal(body: ErrorBody, details: DifyErrorDetails): DifyError {
  const { host } = details;
  const [kind, problem] = explain(details.status ?? 0, body, details.endpoint);
  const told = message('dify_refusal', { host, problem });
  return new DifyError(kind, told, { ...details, code: body.code });
}

type Explanation = readonly [kind: DifyProblem, problem: Message];

function explain(status: number, body: ErrorBody, endpoint: string): Explanation {
  const { code } = body;
  const reason = code === undefined ? status : message('dify_reason', { status, code });
  const values = { endpoint, reason };
  switch (status) {
    case 400:
    case 415:
    case 422:
      return explainParameter(body, values);
    case 401:
      return explainUnauthorized(body, endpoint);
    case 403:
      return ['forbidden', message('dify_forbidden', values)];
    case 404:
      return ['gone', message('dify_not_there', values)];
    case 405:
      return ['parameter', message('dify_method', values)];
    case 408:
    case 425:
    case 429:
      return ['unavailable', message('dify_limited', values)];
    default:
      return status >= 500
        ? ['unavailable', message('dify_failed_inside', values)]
        : ['contract', message('dify_answered', values)];
  }
}

function explainParameter(
  { code, hasFieldErrors }: ErrorBody,
  values: { readonly endpoint: string; readonly reason: Message | number },
): Explanation {
  if (code === 'account_not_initialized') {
    return ['setup', message('dify_account_not_initialized')];
  }
  return ['parameter', message(hasFieldErrors ? 'dify_parameter' : 'dify_request', values)];
}

function explainUnauthorized(body: ErrorBody, endpoint: string): Explanation {
  switch (body.code) {
    case 'not_setup':
    case 'not_init_validated':
      return ['setup', message('dify_not_set_up')];
    case 'unauthorized_and_force_logout':
      return ['setup', message('dify_licence')];
    default:
  }
  switch (body.message) {
    case 'Account is banned.':
      return ['credentials', message('dify_account_banned')];
    case 'Unauthorized.':
      return ['credentials', message('dify_account_gone')];
    case 'workspace is archived':
      return ['credentials', message('dify_workspace_archived')];
    default:
      return ['session', message('dify_session_refused', { endpoint })];
  }
}
