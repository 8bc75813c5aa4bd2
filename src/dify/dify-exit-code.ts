import { ExitCode } from '../exit-code.ts';
import { type HttpError, ProxyError } from '../http/http-error.ts';
import { DifyError } from './dify-error.ts';

/** What a failure to read Dify means for the caller. */
export function difyExitCode(error: HttpError): ExitCode {
  if (error instanceof ProxyError && error.isAboutCredentials) return ExitCode.noPermission;
  if (!(error instanceof DifyError)) {
    return error.remedy === 'time' ? ExitCode.unavailable : ExitCode.config;
  }
  switch (error.problem) {
    case 'session':
    case 'credentials':
    case 'forbidden':
      return ExitCode.noPermission;
    case 'address':
    case 'setup':
      return ExitCode.config;
    case 'unavailable':
    case 'gone':
    case 'parameter':
    case 'contract':
      return ExitCode.unavailable;
  }
}
