import { randomBytes } from 'node:crypto';
import type { BodyFormat, ReceiverConfig } from '../config/config.ts';
import { createSend } from '../delivery/create-send.ts';
import { interpretAnswer, type Verdict } from '../delivery/interpret-answer.ts';
import { ExitCode } from '../exit-code.ts';
import type { Answer } from '../http/exchange.ts';
import { postJson } from '../http/post-json.ts';
import { message, type Text } from '../language/message.ts';
import { buildTestBody } from '../payload/build-test-body.ts';
import type { EntryProblem } from '../spool/spool-entry.ts';
import { version } from '../version.ts';
import type { ReceiverPorts } from './check-ports.ts';
import { receiverFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';
import { orFailure } from './or-failure.ts';

/**
 * Posts a body without a record, under a key that no export will ever have. Who refuses it for want of
 * records may not have looked at the token before: then it is posted once more without one, and only
 * a refusal of that one proves anything.
 */
export async function sendTest(
  receiver: ReceiverConfig,
  format: BodyFormat,
  ports: ReceiverPorts,
): Promise<HopResult<undefined>> {
  const { host } = receiver.url;
  const send = createSend({ ...receiver, ...ports });
  const key = `check-${randomBytes(16).toString('hex')}`;
  const body = buildTestBody(format, version);
  return await orFailure(receiverFailure, async () => {
    const answer = await send({ key, body }, ports.signal);
    const verdict = interpretAnswer(host, answer);
    const isDoubtful = verdict.kind === 'refused';
    const bare = isDoubtful ? await postBare(receiver, key, body, ports) : undefined;
    return { findings: [judge(verdict, answer.status, bare?.status)] };
  });
}

async function postBare(
  { url, timeoutMs }: ReceiverConfig,
  key: string,
  body: string,
  { userAgent, ...ports }: ReceiverPorts,
): Promise<Answer> {
  const headers = { 'idempotency-key': key, 'user-agent': userAgent };
  return await postJson(url, body, { ...ports, timeoutMs, headers });
}

function judge(verdict: Verdict, status: number, bareStatus: number | undefined): Finding {
  switch (verdict.kind) {
    case 'accepted':
    case 'already-received':
      return accepted(status, verdict.receiverSaid);
    case 'refused':
      return judgeRefusal(verdict.problem.message, status, bareStatus);
    case 'too-large':
      return failed(ExitCode.dataError, ...describe(verdict.problem), CURE_OF_LIMIT);
    case 'temporary':
      return failed(ExitCode.spooled, ...describe(verdict.problem), CURE_OF_OUTAGE);
    case 'credentials':
      return failed(ExitCode.noPermission, ...describe(verdict.problem));
    case 'address':
      return failed(ExitCode.config, ...describe(verdict.problem));
    case 'protocol':
      return failed(ExitCode.protocol, ...describe(verdict.problem), CURE_OF_PROTOCOL);
  }
}

const CURE_OF_LIMIT = message('check_test_limit_cure');
const CURE_OF_OUTAGE = message('check_test_outage_cure');
const CURE_OF_PROTOCOL = message('check_test_protocol_cure');

function judgeRefusal(problem: Text, status: number, bareStatus: number | undefined): Finding {
  if (status !== 400 && status !== 422) {
    return failed(ExitCode.dataError, 'test_body_refused', problem, CURE_OF_PROTOCOL);
  }
  if (bareStatus === 401 || bareStatus === 403) {
    return ok(message('check_test_proven', { bare: bareStatus, status }));
  }
  return warning(
    'test_unproven',
    message('check_test_unproven', { problem, bare: bareStatus ?? '' }),
    message('check_test_unproven_cure'),
  );
}

function describe({ code, message: found }: EntryProblem): [code: string, found: Text] {
  return [`test_${code}`, found];
}

function accepted(status: number, said: string | undefined): Finding {
  return ok(
    said === undefined
      ? message('check_test_accepted', { status })
      : message('check_test_accepted_said', { status, said }),
  );
}
