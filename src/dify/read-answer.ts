import type { Answer } from '../http/exchange.ts';
import { DifyError, type DifyErrorDetails, type DifyProblem } from './dify-error.ts';
import { foreignAnswer, isHtml, isTemporary, redirected } from './foreign-answer.ts';

/**
 * The parsed JSON of a successful answer, or a `DifyError` that says what to do
 * (auth-and-apps §5: three generations of parameter errors, HTML pages, 401 codes, 403 by role).
 */
export function readAnswer(host: string, endpoint: string, answer: Answer): unknown {
  const details = { host, endpoint, status: answer.status, retryAfterMs: answer.retryAfterMs };
  if (answer.status >= 300 && answer.status < 400) throw redirected(answer, details);
  if (isHtml(answer)) throw foreignAnswer(answer, 'an HTML page', details);
  if (answer.truncated) {
    throw new DifyError('contract', `${host} answered ${endpoint} with too much data`, details);
  }

  // Dify names its version in every answer: without it something in front of Dify speaks.
  if (answer.status === 404 && answer.headers['x-version'] === undefined) {
    throw foreignAnswer(answer, 'no JSON', details);
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
      throw foreignAnswer(answer, 'no JSON', { ...details, cause });
    }
    // An answer that is cut in transit looks like broken JSON, and an empty one like nothing at all.
    throw new DifyError(
      'unavailable',
      `${details.host} answered ${details.endpoint} with ${answer.status} and no valid JSON; the answer may have been cut on its way`,
      { ...details, cause },
    );
  }
}

function refusal(body: ErrorBody, details: DifyErrorDetails): DifyError {
  const [problem, text] = explain(details.status ?? 0, body, details.endpoint);
  return new DifyError(problem, `${details.host}: ${text}`, { ...details, code: body.code });
}

function explain(status: number, body: ErrorBody, endpoint: string): [DifyProblem, string] {
  const suffix = body.code === undefined ? `${status}` : `${status} ${body.code}`;
  switch (status) {
    case 400:
    case 415:
    case 422:
      return explainParameter(body, endpoint, suffix);
    case 401:
      return explainUnauthorized(body, endpoint);
    case 403:
      return [
        'forbidden',
        `${endpoint} is forbidden (${suffix}): give the Dify account the role editor or higher in this workspace`,
      ];
    case 404:
      return ['gone', `${endpoint} does not exist (${suffix})`];
    case 405:
      return ['parameter', `${endpoint} is not allowed with this method (${suffix})`];
    case 408:
    case 425:
    case 429:
      return ['unavailable', `${endpoint} is limited by something in front of Dify (${suffix})`];
    default:
      return status >= 500
        ? ['unavailable', `${endpoint} failed inside Dify (${suffix})`]
        : ['contract', `${endpoint} was answered with ${suffix}`];
  }
}

function explainParameter(
  { code, hasFieldErrors }: ErrorBody,
  endpoint: string,
  suffix: string,
): [DifyProblem, string] {
  if (code === 'account_not_initialized') {
    return [
      'setup',
      'the Dify account is invited but not set up: sign in once in the browser and complete the profile',
    ];
  }
  const kind = hasFieldErrors ? 'a parameter' : 'the request';
  return ['parameter', `${kind} of ${endpoint} was refused (${suffix})`];
}

function explainUnauthorized(
  { code, message }: ErrorBody,
  endpoint: string,
): [DifyProblem, string] {
  switch (code) {
    case 'not_setup':
    case 'not_init_validated':
      return ['setup', 'Dify is not set up yet: finish its installation in the browser'];
    case 'unauthorized_and_force_logout':
      return ['setup', "Dify's enterprise licence is not valid: renew it"];
    default:
  }
  switch (message) {
    case 'Account is banned.':
      return ['credentials', 'the Dify account is banned: use another account'];
    case 'Unauthorized.':
      return ['credentials', 'the Dify account is gone or belongs to no workspace'];
    case 'workspace is archived':
      return ['credentials', 'the workspace of the Dify account is archived'];
    default:
      return ['session', `the session was refused at ${endpoint}`];
  }
}
