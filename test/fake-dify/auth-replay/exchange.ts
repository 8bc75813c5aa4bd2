import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { World } from '../../support/fake-dify/world.ts';

export type Exchange = {
  readonly id: string;
  readonly area: 'auth' | 'auth-config' | 'apps' | 'errors';
  readonly request: {
    readonly method: string;
    /** Below `/console/api`; anything else begins with `(absolute)`. */
    readonly path: string;
    readonly query?: string | Readonly<Record<string, string | number>>;
    /** The credentials in words. */
    readonly auth: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly answer: RecordedAnswer;
};

export type RecordedAnswer = {
  readonly status: number;
  readonly setCookie: readonly string[];
  /** The `WWW-Authenticate` header. */
  readonly challenge: string | null;
  readonly body: unknown;
};

type Fixture = { readonly world: World; readonly exchanges: readonly Exchange[] };

/** A fresh copy of a recorded server's accounts, with the exchanges in the order they happened. */
export function loadFixture(version: string): Fixture {
  const file = new URL(`../../fixtures/auth/${version}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}
