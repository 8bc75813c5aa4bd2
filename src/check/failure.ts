import { ExitCode } from '../cli/exit-code.ts';
import { difyExitCode } from '../cli/export-exit-codes.ts';
import { safeText } from '../cli/safe-text.ts';
import { DifyError, type DifyProblem } from '../dify/dify-error.ts';
import { type HttpError, ProxyError } from '../http/http-error.ts';
import { type Finding, failed } from './hop.ts';

const LONGEST = 400;

/** What a failure to reach or to read Dify is as a finding. */
export function difyFailure(error: HttpError): Finding {
  const exitCode = difyExitCode(error);
  if (!(error instanceof DifyError)) return networkFailure(error, exitCode);
  const code = `dify_${error.problem}` as const;
  if (error.problem === 'address') return withCureOf(error, ': ', exitCode, code);
  return failed(exitCode, code, safeText(error.message, LONGEST), DIFY_CURES[error.problem]);
}

/** What a failure to reach the receiver is: the body would wait in the spool. */
export function receiverFailure(error: HttpError): Finding {
  return networkFailure(error, receiverExitCode(error));
}

function receiverExitCode(error: HttpError): ExitCode {
  if (error.remedy === 'time') return ExitCode.spooled;
  return error instanceof ProxyError && error.isAboutCredentials
    ? ExitCode.noPermission
    : ExitCode.config;
}

/** What stands in front of Dify, or in its place, has its cure in the message. */
const DIFY_CURES: Readonly<Record<Exclude<DifyProblem, 'address'>, string>> = {
  unavailable: "Look at the logs of Dify's api container and of what stands in front of it.",
  session:
    'Let the cookies and the headers Authorization and X-CSRF-Token pass through what stands in front of Dify.',
  credentials:
    'Correct DIFY_EMAIL and DIFY_PASSWORD, or DIFY_ADMIN_API_KEY and DIFY_WORKSPACE_ID; what has changed is tried again.',
  forbidden: 'Give the Dify account the role editor or higher in this workspace.',
  gone: 'Check that DIFY_API_BASE_URL is the address of Dify itself.',
  parameter: 'Look for a newer version of this program: this Dify may be newer than it knows.',
  contract: 'Look for a newer version of this program: this Dify may be newer than it knows.',
  setup: 'Sign in to Dify in the browser with this account and finish what is missing there.',
};

/** Their messages say after a semicolon what to do. */
function networkFailure(error: HttpError, exitCode: ExitCode): Finding {
  return withCureOf(error, '; ', exitCode, NETWORK_CODES[error.name] ?? 'no_answer');
}

/** Takes a message apart into what was found and what to do. */
function withCureOf(
  { message }: HttpError,
  separator: string,
  exitCode: ExitCode,
  code: string,
): Finding {
  const [found = '', ...cures] = message.split(separator);
  const cure = cures.join(separator);
  return failed(
    exitCode,
    code,
    safeText(found, LONGEST),
    cure === ''
      ? 'Check that it runs and what stands in between.'
      : `${safeText(capitalized(cure), LONGEST)}.`,
  );
}

const NETWORK_CODES: Readonly<Record<string, string>> = {
  NetworkError: 'unreachable',
  TlsError: 'tls',
  ProxyError: 'proxy',
  TimeoutError: 'timeout',
};

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
