import { DifyError, type DifyProblem } from '../dify/dify-error.ts';
import { difyExitCode } from '../dify/dify-exit-code.ts';
import { ExitCode } from '../exit-code.ts';
import { type HttpError, ProxyError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import { type Finding, failed } from './hop.ts';

/** What a failure to reach or to read Dify is as a finding. */
export function difyFailure(error: HttpError): Finding {
  const exitCode = difyExitCode(error);
  if (!(error instanceof DifyError)) return networkFailure(error, exitCode);
  const code = `dify_${error.problem}` as const;
  const { told } = error;
  if (error.problem === 'address') {
    const finding = failed(exitCode, code, told, message('check_running_cure'));
    return { ...finding, cureAfter: 'cure_separator_of_addresses' };
  }
  return failed(exitCode, code, told, message(DIFY_CURES[error.problem]));
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

type Cure =
  `check_${'unavailable' | 'session' | 'credentials' | 'role' | 'gone' | 'newer' | 'setup'}_cure`;

/** What stands in front of Dify, or in its place, has its cure in the message. */
const DIFY_CURES: Readonly<Record<Exclude<DifyProblem, 'address'>, Cure>> = {
  unavailable: 'check_unavailable_cure',
  session: 'check_session_cure',
  credentials: 'check_credentials_cure',
  forbidden: 'check_role_cure',
  gone: 'check_gone_cure',
  parameter: 'check_newer_cure',
  contract: 'check_newer_cure',
  setup: 'check_setup_cure',
};

/** Their messages say after a semicolon what to do. */
function networkFailure(error: HttpError, exitCode: ExitCode): Finding {
  const code = NETWORK_CODES[error.name] ?? 'no_answer';
  const finding = failed(exitCode, code, error.told, message('check_running_cure'));
  return { ...finding, cureAfter: 'cure_separator' };
}

const NETWORK_CODES: Readonly<Record<string, string>> = {
  NetworkError: 'unreachable',
  TlsError: 'tls',
  ProxyError: 'proxy',
  TimeoutError: 'timeout',
};
