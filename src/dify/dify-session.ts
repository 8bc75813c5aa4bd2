import { setImmediate as nextTurn } from 'node:timers/promises';
import * as v from 'valibot';
import type { DifyConfig } from '../config/config.ts';
import type { Answer } from '../http/exchange.ts';
import { message } from '../language/message.ts';
import { useAdminKey } from './admin-key.ts';
import { createSender } from './create-sender.ts';
import { DifyError } from './dify-error.ts';
import { type DifyTraits, type DifyVersion, traitsOf } from './dify-version.ts';
import { type DifyServer, findServer } from './find-server.ts';
import { readAnswer } from './read-answer.ts';
import { type Query, requestPath } from './request-path.ts';
import { retryRequest } from './retry-request.ts';
import { sendInTurn } from './send-in-turn.ts';
import type { SessionPorts } from './session-ports.ts';
import { signIn } from './sign-in.ts';

/** Reads Dify's console API as one account in one workspace. GET only, besides login and refresh. */
export type DifySession = {
  readonly host: string;
  readonly version: DifyVersion;
  readonly traits: DifyTraits;
  /** How far Dify's clock is ahead of ours, in ms; 0 when Dify does not send its time. */
  readonly clockSkewMs: number;
  /**
   * `GET /console/api` + template, its `{names}` filled from `params`.
   *
   * What comes back has passed `schema`, so that keys it does not name are gone. Throws a
   * `HttpError` when time did not help and a `DifyError` when Dify refused or the shape is wrong.
   */
  get<const Schema extends v.GenericSchema>(
    template: string,
    params: Readonly<Record<string, string>>,
    query: Query,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>>;
};

/**
 * Finds out the version unless it is known, then signs in once; `workspaceId` goes with an admin key
 * only.
 */
export async function openSession(
  config: DifyConfig,
  workspaceId: string | undefined,
  ports: SessionPorts,
  known?: DifyServer,
): Promise<DifySession> {
  const { host, version, clockSkewMs = 0 } = known ?? (await findServer(config, ports));
  const send = createSender(config, ports);
  const { signal, monotonicNow } = ports;

  const traits = traitsOf(version);
  const credentials =
    config.credential.kind === 'admin-key'
      ? useAdminKey(host, config.credential, workspaceId ?? '', version, traits)
      : await signIn(host, config, traits, ports, (path, headers, body) =>
          sendInTurn(`POST ${path}`, ports, () => send('POST', path, headers, body)),
        );

  async function ask<Schema extends v.GenericSchema>(
    endpoint: string,
    path: string,
    schema: Schema,
  ): Promise<v.InferOutput<Schema>> {
    let hasRenewed = false;
    for (;;) {
      // In the slot, since a wait for it may outlast the tokens.
      const { answer, headers } = await ports.gate.run(async () => {
        const headers = await credentials.headers();
        return {
          answer: await sendInTurn(endpoint, ports, () => send('GET', path, headers)),
          headers,
        };
      });
      // The slot is free again, and who waited for it sends before this answer is worked on.
      await nextTurn();
      try {
        return parse(host, endpoint, readMidway(host, endpoint, answer), schema);
      } catch (error) {
        const isSession = error instanceof DifyError && error.problem === 'session';
        if (!isSession || hasRenewed) throw error;
        hasRenewed = await ports.gate.run(() => credentials.renew(error, headers));
      }
    }
  }

  return {
    host,
    version,
    traits,
    clockSkewMs,
    get: (template, params, query, schema) => {
      const path = requestPath(template, params, query);
      const read = () => ask(`GET ${template}`, path, schema);
      return retryRequest(read, { ...ports.retry, signal, monotonicNow });
    },
  };
}

/** A page in the middle of a run is a gateway's hiccup: the address was right before. */
function readMidway(host: string, endpoint: string, answer: Answer): unknown {
  try {
    return readAnswer(host, endpoint, answer);
  } catch (cause) {
    if (!(cause instanceof DifyError && cause.problem === 'address')) throw cause;
    throw new DifyError('unavailable', cause.told, { ...cause, cause });
  }
}

function parse<Schema extends v.GenericSchema>(
  host: string,
  endpoint: string,
  body: unknown,
  schema: Schema,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;

  // valibot's own messages quote the received value, which may be a prompt; those of checks are ours.
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'the whole answer';
  const wanted = issue.expected ?? (issue.type === 'check' ? issue.message : issue.type);
  throw new DifyError('contract', message('dify_shape', { host, endpoint, field, wanted }), {
    host,
    endpoint,
  });
}
