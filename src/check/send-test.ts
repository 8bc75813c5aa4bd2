import { randomBytes } from 'node:crypto';
import { ExitCode } from '../cli/exit-code.ts';
import { version } from '../cli/version.ts';
import type { BodyFormat, ReceiverConfig } from '../config/config.ts';
import { createSend } from '../delivery/create-send.ts';
import { interpretAnswer, type Verdict } from '../delivery/interpret-answer.ts';
import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { postJson } from '../http/post-json.ts';
import type { Route } from '../http/route.ts';
import { sayInEnglish } from '../language/say.ts';
import { buildTestBody } from '../payload/build-test-body.ts';
import type { EntryProblem } from '../spool/spool-entry.ts';
import { receiverFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

export type SendTestPorts = {
  readonly dispatcher: Route;
  readonly now: () => number;
  readonly userAgent: string;
  readonly signal: AbortSignal;
};

/**
 * Posts a body without a record, under a key that no export will ever have. Who refuses it for want of
 * records may not have looked at the token before: then it is posted once more without one, and only
 * a refusal of that one proves anything.
 */
export async function sendTest(
  receiver: ReceiverConfig,
  format: BodyFormat,
  ports: SendTestPorts,
): Promise<HopResult<undefined>> {
  const { host } = receiver.url;
  const send = createSend({ ...receiver, ...ports });
  const id = `check-${randomBytes(16).toString('hex')}`;
  const body = buildTestBody(format, version);
  try {
    const answer = await send({ id, body }, ports.signal);
    const verdict = interpretAnswer(host, answer);
    const isDoubtful = verdict.kind === 'refused';
    const bare = isDoubtful ? await postBare(receiver, id, body, ports) : undefined;
    return { findings: [judge(verdict, answer.status, bare?.status)] };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { findings: [receiverFailure(error)] };
  }
}

async function postBare(
  { url, timeoutMs }: ReceiverConfig,
  id: string,
  body: string,
  { userAgent, ...ports }: SendTestPorts,
): Promise<Answer> {
  const headers = { 'idempotency-key': id, 'user-agent': userAgent };
  return await postJson(url, body, { ...ports, timeoutMs, headers });
}

function judge(verdict: Verdict, status: number, bareStatus: number | undefined): Finding {
  switch (verdict.kind) {
    case 'accepted':
    case 'already-received':
      return ok(`a body without records was accepted (${status})${said(verdict.receiverSaid)}`);
    case 'refused':
      return judgeRefusal(sayInEnglish(verdict.problem.message), status, bareStatus);
    case 'too-large':
      return failed(ExitCode.dataError, ...describe(verdict.problem), CURE_OF_LIMIT);
    case 'temporary':
      return failed(ExitCode.spooled, ...describe(verdict.problem), CURE_OF_OUTAGE);
    case 'credentials':
      return failed(ExitCode.noPermission, ...describe(verdict.problem), CURE_OF_TOKEN);
    case 'address':
      return failed(ExitCode.config, ...describe(verdict.problem), 'Correct EXTERNAL_API_URL.');
    case 'protocol':
      return failed(ExitCode.protocol, ...describe(verdict.problem), CURE_OF_PROTOCOL);
  }
}

const CURE_OF_LIMIT = 'Ask who runs the receiver for its limit: this body has less than 1 kB.';
const CURE_OF_OUTAGE = 'If it lasts, ask who runs the receiver.';
const CURE_OF_TOKEN = 'Correct EXTERNAL_API_TOKEN; for API_Meter API_METER_TENANT_ID too.';
const CURE_OF_PROTOCOL =
  'Check that EXTERNAL_API_URL is the receiver itself, and EXTERNAL_API_FORMAT its format.';

function judgeRefusal(message: string, status: number, bareStatus: number | undefined): Finding {
  if (status !== 400 && status !== 422) {
    return failed(ExitCode.dataError, 'test_body_refused', message, CURE_OF_PROTOCOL);
  }
  if (bareStatus === 401 || bareStatus === 403) {
    return ok(
      `the token is accepted: without it the answer is ${bareStatus}, with it only the body without records is refused (${status})`,
    );
  }
  return warning(
    'test_unproven',
    `${message}; it says ${bareStatus} to who has no token, so that nothing is known of ours`,
    'Nothing to do if it refuses a body for want of records: the first export shows the rest.',
  );
}

function describe({ code, message }: EntryProblem): [code: string, found: string] {
  return [`test_${code}`, sayInEnglish(message)];
}

function said(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`;
}
