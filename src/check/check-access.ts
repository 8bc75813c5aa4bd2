import type { ReceiverConfig } from '../config/config.ts';
import { redactAnswer } from '../delivery/redact-answer.ts';
import { type Answer, exchange } from '../http/exchange.ts';
import { message } from '../language/message.ts';
import type { ReceiverPorts } from './check-ports.ts';
import { receiverFailure } from './failure.ts';
import { type Ask, findRefusal, type Method } from './find-refusal.ts';
import { type Finding, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

export type Access = {
  /** How far the receiver's clock is ahead of ours. */
  readonly clockSkewMs: number | undefined;
};

const LITTLE_BYTES = 4096;

/**
 * Whether the receiver is there and takes the token, without writing: by HEAD, once with the token and
 * once without. Only where it refuses the second one and not the first has it looked at the token at
 * all. With `isTestSent` a failure is a warning, since a POST is going to tell for certain.
 */
export async function checkAccess(
  receiver: ReceiverConfig,
  isTestSent: boolean,
  ports: ReceiverPorts,
): Promise<HopResult<Access>> {
  const ask: Ask = (method, withToken) => request(receiver, method, withToken, ports);
  const looked = await orFailure(receiverFailure, async () => {
    const answer = await ask('HEAD', true);
    const finding =
      (await findRefusal(receiver.url, answer, ask)) ?? (await judgeToken(receiver, answer, ask));
    return { findings: [finding], value: { clockSkewMs: answer.clockSkewMs } };
  });
  return isTestSent ? leftToTest(looked) : looked;
}

async function request(
  receiver: ReceiverConfig,
  method: Method,
  withToken: boolean,
  { userAgent, ...ports }: ReceiverPorts,
): Promise<Answer> {
  const { url, token, timeoutMs } = receiver;
  const authorization = withToken ? { authorization: `Bearer ${token}` } : {};
  const answer = await exchange(
    url,
    { method, headers: { 'user-agent': userAgent, ...authorization } },
    { ...ports, timeoutMs, maxBytes: LITTLE_BYTES },
  );
  return redactAnswer(answer, receiver);
}

async function judgeToken(
  { url: { host } }: ReceiverConfig,
  { status }: Answer,
  ask: Ask,
): Promise<Finding> {
  const bare = await ask('HEAD', false);
  if (bare.status === 401 || bare.status === 403) {
    return ok(message('check_access_proven', { host, status: bare.status }));
  }
  return {
    ...ok(message('check_access_unproven', { host, status })),
    code: 'receiver_token_unproven',
    cure: message('check_access_unproven_cure'),
  };
}

/** The POST that follows tells for certain. */
function leftToTest({
  findings,
  value = { clockSkewMs: undefined },
}: HopResult<Access>): HopResult<Access> {
  return { findings: findings.map(toDoubt), value };
}

function toDoubt({ status, code, found, cure = '' }: Finding): Finding {
  if (status === 'failed') return warning(code, found, cure);
  return { status, code, found };
}
