import { DifyError, type DifyProblem } from '../dify/dify-error.ts';
import { difyExitCode } from '../dify/dify-exit-code.ts';
import { ExitCode } from '../exit-code.ts';
import { type HttpError, ProxyError } from '../http/http-error.ts';
import { message } from '../language/message.ts';
import { safeMessage } from '../language/safe-message.ts';
import { type Finding, failed } from './hop.ts';

/** What a failure to reach or to read Dify is as a finding. */
export function difyFailure(error: HttpError): Finding {
  const exitCode = difyExitCode(error);
  if (!(error instanceof DifyError)) return networkFailure(error, exitCode);
  const cure = CURES_FOR_WANT[error.problem];
  const found = safeMessage(error.told);
  return failed(exitCode, `dify_${error.problem}`, found, cure && message(cure));
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

/** For want of a cure in the message; those that are not here say in each of theirs what to do. */
const CURES_FOR_WANT: Readonly<
  Partial<Record<DifyProblem, `check_${'unavailable' | 'gone' | 'newer'}_cure`>>
> = {
  unavailable: 'check_unavailable_cure',
  gone: 'check_gone_cure',
  contract: 'check_newer_cure',
};

function networkFailure(error: HttpError, exitCode: ExitCode): Finding {
  const code = NETWORK_CODES[error.name] ?? 'no_answer';
  return failed(exitCode, code, safeMessage(error.told), message('check_running_cure'));
}

const NETWORK_CODES: Readonly<Record<string, string>> = {
  NetworkError: 'unreachable',
  TlsError: 'tls',
  ProxyError: 'proxy',
  TimeoutError: 'timeout',
};
