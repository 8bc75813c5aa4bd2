import { isAtLeast } from './presets.ts';
import type { Answer } from './route.ts';

/** The usual shape: `code`, `message` and the status once more. */
export function fault(version: string, status: number, code: string, message: string): Answer {
  const challenge = status === 401 && isAtLeast(version, '1.8.0');
  return {
    status,
    ...(challenge ? { headers: { 'www-authenticate': 'Bearer realm="api"' } } : {}),
    body: { code, message, status },
  };
}

export function unauthorized(version: string, message: string): Answer {
  return fault(version, 401, 'unauthorized', message);
}

/** The account of a valid token is gone, or has no workspace left: a body without `status`. */
export function accountGone(): Answer {
  return { status: 401, body: { code: 'unauthorized', message: 'Unauthorized.' } };
}

export function forbidden(version: string): Answer {
  return fault(
    version,
    403,
    'forbidden',
    "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server.",
  );
}

export function notFound(version: string, message: string): Answer {
  return fault(version, 404, 'not_found', message);
}

/** `hint` is the path asked for, on the routes that name similar ones from 1.8.0 on. */
export function appNotFound(
  version: string,
  options: { readonly hint?: string | undefined; readonly message?: string } = {},
): Answer {
  const message = options.message ?? 'App not found.';
  if (options.hint === undefined || !isAtLeast(version, '1.8.0')) {
    return fault(version, 404, 'app_not_found', message);
  }
  const sentence = message.endsWith('.') ? message : `${message}.`;
  const uri = `/console/api${options.hint}`;
  const rule = uri.replace(/\/apps\/[^/]+/, '/apps/<uuid:app_id>');
  return fault(
    version,
    404,
    'app_not_found',
    `${sentence} You have requested this URI [${uri}] but did you mean ${rule} ?`,
  );
}

export function internalError(version: string): Answer {
  const body = { message: 'Internal Server Error', code: 'unknown' };
  return { status: 500, body: isAtLeast(version, '1.8.0') ? { ...body, status: 500 } : body };
}

export function badRequest(
  version: string,
  message = 'The browser (or proxy) sent a request that this server could not understand.',
): Answer {
  return fault(version, 400, 'bad_request', message);
}

export function unsupportedMediaType(version: string): Answer {
  return fault(
    version,
    415,
    'unsupported_media_type',
    "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
  );
}

/** What reads the parameters: flask-restful up to 1.7, flask-restx up to 1.10, then pydantic. */
export function validatorOf(version: string): 'restful' | 'restx' | 'pydantic' {
  if (isAtLeast(version, '1.11.0')) return 'pydantic';
  return isAtLeast(version, '1.8.0') ? 'restx' : 'restful';
}

/** A refused parameter, in the shape of the version's validator; pydantic's is a 422 after 1.14. */
export function paramError(version: string, param: string, message: string): Answer {
  if (isAtLeast(version, '1.15.0')) {
    const problems = JSON.stringify([{ type: 'value_error', loc: [param], msg: message }]);
    return fault(version, 422, 'unprocessable_entity', problems);
  }
  switch (validatorOf(version)) {
    case 'pydantic':
      return invalidParam(version, `1 validation error for Query\n${param}\n  ${message}`);
    case 'restx': {
      const body = { errors: { [param]: message }, message: 'Input payload validation failed' };
      return { status: 400, body };
    }
    case 'restful':
      return { status: 400, body: { code: 'invalid_param', message, params: param } };
  }
}

/** What becomes of a Python ValueError, in every version. */
export function invalidParam(version: string, message: string): Answer {
  return fault(version, 400, 'invalid_param', message);
}

/** `allow` lists the route's methods, as Dify does up to 1.7. */
export function methodNotAllowed(version: string, allow: string): Answer {
  const answer = fault(
    version,
    405,
    'method_not_allowed',
    'The method is not allowed for the requested URL.',
  );
  return isAtLeast(version, '1.8.0') ? answer : { ...answer, headers: { allow } };
}

/** The framework of `/setup`, `/init`, `/ping` and `/version` from 1.12 on. */
export function html405(allow: string): Answer {
  return {
    status: 405,
    headers: { allow },
    body: htmlPage(
      '405 Method Not Allowed',
      'Method Not Allowed',
      'The method is not allowed for the requested URL.',
    ),
  };
}

/** Unknown routes, trailing slashes, path segments that should be a UUID and are none. */
export function html404(): Answer {
  return {
    status: 404,
    body: htmlPage(
      '404 Not Found',
      'Not Found',
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    ),
  };
}

function htmlPage(title: string, heading: string, text: string): string {
  return `<!doctype html>\n<html lang=en>\n<title>${title}</title>\n<h1>${heading}</h1>\n<p>${text}</p>\n`;
}
