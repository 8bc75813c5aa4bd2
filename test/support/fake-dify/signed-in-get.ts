import type { FakeDify } from './server.ts';
import { signIn } from './sign-in.ts';

export type Get = (path: string, query?: Readonly<Record<string, string>>) => Promise<Got>;
type Got = { readonly status: number; readonly body: unknown };

/** Signs in and gives a function that reads a path below `/console/api`. */
export async function signedInGet(
  { origin }: FakeDify,
  version: string,
  credentials: { readonly email: string; readonly password: string },
): Promise<Get> {
  const headers = await signIn(origin, version, credentials);
  return async (path, query = {}) => {
    const response = await fetch(`${origin}/console/api${path}?${new URLSearchParams(query)}`, {
      headers,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
}
