import { badRequest, paramError, unsupportedMediaType, validatorOf } from './errors.ts';
import type { Answer, PublicCtx } from './route.ts';

export type JsonBody =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly answer: Answer };

/**
 * The object a route reads from its body. `required` is the first field the route asks for:
 * flask-restx finds it missing wherever the other frameworks refuse the body itself.
 */
export function readJsonBody(ctx: PublicCtx, required: string): JsonBody {
  const { version } = ctx.state;
  const lenient = validatorOf(version) === 'restx';
  if (!/^application\/json\b/i.test(ctx.headers['content-type'] ?? '')) {
    return lenient ? missing(version, required) : { answer: unsupportedMediaType(version) };
  }
  let value: unknown;
  try {
    value = JSON.parse(ctx.body);
  } catch {
    return lenient ? missing(version, required) : { answer: badRequest(version) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return missing(version, required);
  }
  return { fields: { ...value } };
}

export function missingField(version: string, field: string): Answer {
  return paramError(version, field, 'Missing required parameter in the JSON body');
}

function missing(version: string, required: string): JsonBody {
  return { answer: missingField(version, required) };
}
