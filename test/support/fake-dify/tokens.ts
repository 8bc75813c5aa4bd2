import { createHmac } from 'node:crypto';

export type Claims = Readonly<Record<string, unknown>>;

export type Verdict =
  | { readonly kind: 'valid'; readonly claims: Claims }
  | { readonly kind: 'expired' | 'bad-signature' | 'garbage' };

const SECRET = 'secret of the fake Dify';

/**
 * A JSON Web Token as Dify signs its own (HS256). Nothing in it is random: the same claims
 * give the same text, so two logins within a second share their access token.
 */
export function signToken(claims: Claims, secret = SECRET): string {
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${signatureOf(content, secret)}`;
}

/** `now` in milliseconds. A token lives until the second of its `exp` has begun. */
export function verifyToken(token: string, now: number): Verdict {
  const parts = token.split('.');
  const [head, body, signature] = parts;
  if (parts.length !== 3 || body === undefined) return { kind: 'garbage' };
  const claims = decode(body);
  if (claims === undefined) return { kind: 'garbage' };
  if (signature !== signatureOf(`${head}.${body}`, SECRET)) return { kind: 'bad-signature' };
  const { exp } = claims;
  if (typeof exp === 'number' && exp * 1000 <= now) return { kind: 'expired' };
  return { kind: 'valid', claims };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function signatureOf(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}
