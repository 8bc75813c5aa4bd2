import { randomBytes } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { ExitCode } from '../cli/exit-code.ts';
import { version } from '../cli/version.ts';
import type { BodyFormat, ReceiverConfig } from '../config/config.ts';
import { createSend } from '../delivery/create-send.ts';
import { interpretAnswer, type Verdict } from '../delivery/interpret-answer.ts';
import { HttpError } from '../http/http-error.ts';
import { buildTestBody } from '../payload/build-test-body.ts';
import { receiverFailure } from './failure.ts';
import { type Finding, failed, type HopResult, ok, warning } from './hop.ts';

export type SendTestPorts = {
  readonly dispatcher: Dispatcher;
  readonly now: () => number;
  readonly userAgent: string;
  readonly signal: AbortSignal;
};

/** Posts once a body without a record, under a key that no export will ever have. */
export async function sendTest(
  receiver: ReceiverConfig,
  format: BodyFormat,
  ports: SendTestPorts,
): Promise<HopResult<undefined>> {
  const { host } = receiver.url;
  const send = createSend({ ...receiver, ...ports });
  const id = `check-${randomBytes(16).toString('hex')}`;
  try {
    const answer = await send({ id, body: buildTestBody(format, version) }, ports.signal);
    const verdict = interpretAnswer(host, answer);
    return { findings: [judge(verdict, answer.status, format)] };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { findings: [receiverFailure(error)] };
  }
}

function judge(verdict: Verdict, status: number, { kind }: BodyFormat): Finding {
  switch (verdict.kind) {
    case 'accepted':
    case 'already-received':
      return ok(`a body without records was accepted (${status})${said(verdict.receiverSaid)}`);
    case 'refused':
      return judgeRefusal(verdict.problem.message, status, kind);
    case 'too-large':
      return failed(ExitCode.dataError, ...describe(verdict), CURE_OF_LIMIT);
    case 'temporary':
      return failed(ExitCode.spooled, ...describe(verdict), CURE_OF_OUTAGE);
    case 'credentials':
      return failed(ExitCode.noPermission, ...describe(verdict), CURE_OF_TOKEN);
    case 'address':
      return failed(ExitCode.config, ...describe(verdict), 'Correct EXTERNAL_API_URL.');
    case 'protocol':
      return failed(ExitCode.protocol, ...describe(verdict), CURE_OF_PROTOCOL);
  }
}

const CURE_OF_LIMIT = 'Ask who runs the receiver for its limit: this body has less than 1 kB.';
const CURE_OF_OUTAGE = 'If it lasts, ask who runs the receiver.';
const CURE_OF_TOKEN = 'Correct EXTERNAL_API_TOKEN; for API_Meter API_METER_TENANT_ID too.';
const CURE_OF_PROTOCOL =
  'Check that EXTERNAL_API_URL is the receiver itself, and EXTERNAL_API_FORMAT its format.';

/** Who looks into the body and misses its records has let us in. */
function judgeRefusal(message: string, status: number, kind: BodyFormat['kind']): Finding {
  const looksIn = status === 400 || status === 422;
  if (looksIn && kind === 'api-meter') {
    return ok(
      `the token is accepted: only the missing records were refused, as they should be (${status})`,
    );
  }
  const found = `the test was let in, but: ${message}`;
  return looksIn
    ? warning('test_body_refused', found, 'Nothing to do if it is for want of records.')
    : failed(ExitCode.dataError, 'test_body_refused', found, CURE_OF_PROTOCOL);
}

function describe({ problem }: Extract<Verdict, { problem: unknown }>): [string, string] {
  return [`test_${problem.code}`, problem.message];
}

function said(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`;
}
