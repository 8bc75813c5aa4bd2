import type { IncomingHttpHeaders } from 'node:http';
import type { AccountMemory } from './account-memory.ts';
import type { World, WorldAccount } from './world.ts';

/** What an operator sets on a Dify server, as far as the console API shows it. */
export type FakeSettings = {
  /** Both console URLs begin with https: Secure cookies, `__Host-` names unless there is a domain. */
  readonly secureCookies: boolean;
  readonly cookieDomain: string | undefined;
  readonly accessTokenSeconds: number;
  /** undefined: no admin API key is enabled. */
  readonly adminApiKey: string | undefined;
  readonly passwordLogin: boolean;
  readonly setUp: boolean;
  readonly allowRegister: boolean;
};

/** Everything that outlives one request. */
export type FakeState = {
  readonly version: string;
  readonly world: World;
  readonly settings: FakeSettings;
  readonly memory: AccountMemory;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** A request as a route sees it before anybody has signed in. */
export type PublicCtx = {
  readonly method: string;
  /** Below `/console/api`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly params: Readonly<Record<string, string>>;
  readonly state: FakeState;
};

export type Ctx = PublicCtx & {
  readonly account: WorldAccount;
  readonly workspaceId: string;
};

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** An object goes out as JSON, a string as it is (HTML). */
  readonly body: unknown;
};

/** `pattern` matches the whole path; its named groups become `params`. */
export type Route = PublicRoute | SignedInRoute;

export type PublicRoute = {
  readonly method: string;
  readonly pattern: RegExp;
  readonly auth: false;
  readonly handle: (ctx: PublicCtx) => Answer;
};

/** Its guards (`admit`) need `params.appId` wherever the path names an app. */
export type SignedInRoute = {
  readonly method: string;
  readonly pattern: RegExp;
  readonly auth: true;
  /** Refused with 403 below the role of an editor. */
  readonly editor?: boolean;
  /** App modes the route serves, the others answer 404. Undefined: every mode. */
  readonly modes?: readonly string[];
  /** The version from which the app is looked for before CSRF: statistics 1.9.0, one message 1.9.2. */
  readonly appFirstFrom?: string;
  /** From 1.8 on a 404 for the app is followed by similar routes (all but details and node rows). */
  readonly hint?: boolean;
  readonly handle: (ctx: Ctx) => Answer;
};
