import type { World } from './world.ts';

/** A scripted failure: which requests it hits, and what becomes of them. */
export type Fault = {
  readonly method?: string;
  /** Tested against path and query below `/console/api`, such as `/apps?page=2&limit=100`. */
  readonly path?: RegExp;
  /** Begins only after this many requests of any kind. */
  readonly afterRequests?: number;
  /** Lets this many matching requests through first. */
  readonly skip?: number;
  /** Hits this many matching requests; 1 by default. */
  readonly times?: number;
  readonly action: FaultAction;
};

export type FaultAction =
  /** The connection breaks before an answer: `refuse` closes it, `reset` resets it. */
  | { readonly kind: 'refuse' | 'reset' }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The right answer, in `pieces` with a pause between them. */
  | { readonly kind: 'drip'; readonly pauseMs: number; readonly pieces: number }
  /** The connection breaks in the middle of the body. */
  | { readonly kind: 'cut' }
  /** A complete answer whose JSON is not complete. */
  | { readonly kind: 'truncate' }
  | { readonly kind: 'html'; readonly status: number }
  /** 200 without a body. */
  | { readonly kind: 'empty' }
  /** The right answer under another content type. */
  | { readonly kind: 'content-type'; readonly value: string }
  /** Another answer, such as a 429 with `retry-after`. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** The right answer with another body, such as one of wrong types. */
  | { readonly kind: 'rewrite'; readonly toBody: (body: unknown) => unknown }
  /** Every access token issued so far expires just before the request. */
  | { readonly kind: 'expire-tokens' }
  /** Somebody switches the workspace of every member of it just before the request. */
  | { readonly kind: 'switch-workspace'; readonly workspaceId: string }
  /** Something happens to the data just before or just after the request was answered. */
  | {
      readonly kind: 'run';
      readonly before?: (world: World) => void;
      readonly after?: (world: World) => void;
    };

export type FaultSchedule = {
  add(fault: Fault): void;
  /** Nothing fails any more. */
  clear(): void;
  /** The actions for a request, which thereby count as done. */
  take(method: string, path: string): readonly FaultAction[];
};

type Pending = { readonly fault: Fault; seen: number };

export function faultSchedule(faults: readonly Fault[]): FaultSchedule {
  const pending: Pending[] = faults.map((fault) => ({ fault, seen: 0 }));
  let requests = 0;
  return {
    add(fault) {
      pending.push({ fault, seen: 0 });
    },
    clear() {
      pending.length = 0;
    },
    take(method, path) {
      const before = requests;
      requests += 1;
      return pending
        .filter(({ fault }) => matches(fault, method, path) && before >= (fault.afterRequests ?? 0))
        .filter((entry) => isDue(entry))
        .map(({ fault }) => fault.action);
    },
  };
}

function matches(fault: Fault, method: string, path: string): boolean {
  return (fault.method ?? method) === method && (fault.path?.test(path) ?? true);
}

function isDue(entry: Pending): boolean {
  const { skip = 0, times = 1 } = entry.fault;
  const position = entry.seen - skip;
  entry.seen += 1;
  return position >= 0 && position < times;
}
