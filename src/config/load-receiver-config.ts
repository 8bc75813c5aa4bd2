import { message } from '../language/message.ts';
import type { ReceiverConfig } from './config.ts';
import { isLoopback } from './is-loopback.ts';
import type { SettingReader } from './setting-reader.ts';
import { variables } from './variables.ts';

/** Undefined when it is not set and `isRequired` is false. */
export function loadReceiverConfig(
  reader: SettingReader,
  isRequired: boolean,
): ReceiverConfig | undefined {
  const url = loadUrl(reader, isRequired);
  const token = loadToken(reader, isRequired);
  const timeoutMs = reader.read(variables.externalApiTimeoutMs);
  const deadlineMs = reader.read(variables.externalApiDeadlineMs);
  const maxBytes = reader.read(variables.externalApiMaxBytes);
  const maxRetries = reader.read(variables.maxRetries);

  if (url === undefined || token === undefined) return undefined;
  return { url, token, timeoutMs, deadlineMs, maxBytes, maxRetries };
}

function loadUrl(reader: SettingReader, isRequired: boolean): URL | undefined {
  const variable = variables.externalApiUrl;
  const url = isRequired ? reader.require(variable) : reader.read(variable);
  const isHttpAllowed = reader.read(variables.externalApiAllowHttp);
  if (url === undefined || url.protocol === 'https:' || isLoopback(url)) return url;

  if (isHttpAllowed) {
    reader.addNotice({
      code: 'receiver_over_http',
      variable: variables.externalApiAllowHttp.name,
      text: message('notice_receiver_over_http'),
    });
    return url;
  }
  const problem = {
    variable: variable.name,
    problem: message('receiver_not_https_problem'),
    cure: message('receiver_not_https_cure'),
  };
  if (reader.isSet(variables.externalApiAllowHttp)) reader.addProblem(problem);
  else reader.addAbsence(problem);
  return undefined;
}

function loadToken(reader: SettingReader, isRequired: boolean): string | undefined {
  const variable = variables.externalApiToken;
  const bearer = isRequired ? reader.require(variable) : reader.read(variable);

  if (bearer?.hadScheme) {
    reader.addNotice({
      code: 'bearer_prefix_ignored',
      variable: reader.originOf(variable),
      text: message('notice_bearer_prefix'),
    });
  }
  return bearer?.token;
}
