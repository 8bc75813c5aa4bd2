import type { ConfigProblem } from '../config/config-error.ts';
import { DifyError, type DifyProblem } from '../dify/dify-error.ts';
import { difyExitCode } from '../dify/dify-exit-code.ts';
import { ExitCode } from '../exit-code.ts';
import { StateDirectoryError } from '../files/state-directory-error.ts';
import { type HttpError, ProxyError } from '../http/http-error.ts';
import { type Message, message } from '../language/message.ts';
import { safeMessage } from '../language/safe-message.ts';
import { type Finding, failed } from './hop.ts';

/** What a failure to reach or to read Dify is as a finding. */
export function difyFailure(error: HttpError): Finding {
  const exitCode = difyExitCode(error);
  if (!(error instanceof DifyError)) return networkFailure(error, exitCode);
  const { problem, told } = error;
  return failed(exitCode, `dify_${problem}`, safeMessage(told), CURES_FOR_WANT[problem]);
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

/** What a problem of the settings is. */
export function settingFailure({ variable, problem, cure, status }: ConfigProblem): Finding {
  return failed(
    status ?? ExitCode.config,
    'setting',
    message('check_setting', { variable, problem }),
    cure === '' ? undefined : cure,
  );
}

/** What a state directory is that cannot be looked at or used; a bug of ours passes through. */
export function stateFailure(code: string, error: unknown): Finding {
  if (!(error instanceof StateDirectoryError)) throw error;
  return failed(ExitCode.cannotSpool, code, safeMessage(error.told));
}

/** The others say in each of their messages what to do. */
const CURES_FOR_WANT: Readonly<Partial<Record<DifyProblem, Message>>> = {
  gone: message('check_gone_cure'),
  contract: message('check_newer_cure'),
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
