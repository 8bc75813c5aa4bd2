import { fault, forbidden, paramError, validatorOf } from './errors.ts';
import { missingField, readJsonBody } from './json-body.ts';
import { clearFailures, countFailure, isLockedOut } from './lockout.ts';
import { isAtLeast } from './presets.ts';
import { decodePythonBase64 } from './python-base64.ts';
import type { Answer, FakeState, PublicCtx } from './route.ts';
import { answerLogin, openSession } from './sessions.ts';
import { notSetUp } from './setup-check.ts';
import type { WorldAccount } from './world.ts';

/** `POST /login`. The order of the checks is Dify's own and decides what counts for the lockout. */
export function login(ctx: PublicCtx): Answer {
  const { state } = ctx;
  const { version } = state;
  if (!state.settings.setUp) return notSetUp(version);
  // The switch is advertised in every version, and enforced from 1.3 on.
  if (!state.settings.passwordLogin && isAtLeast(version, '1.3.0')) return forbidden(version);

  const body = readJsonBody(ctx, 'email');
  if ('answer' in body) return body.answer;
  const { email, password } = body.fields;
  const plain = decodePassword(version, password);
  if (plain === undefined) return wrongPassword(version, 'Invalid encrypted data');
  const problem = checkFields(version, body.fields);
  if (problem !== undefined) return problem;

  const typed = String(email);
  if (isLockedOut(state, typed)) return tooManyFailures(version);
  const account = findAccount(state, typed);
  if (account === undefined) return refuseUnknown(state, typed);
  if (account.status === 'banned') {
    return fault(version, 400, 'account_banned', 'Account is banned.');
  }
  if (account.password === null || account.password !== plain) {
    countFailure(state, typed);
    return wrongPassword(version);
  }
  if (account.status === 'pending') account.status = 'active';
  if (!hasWorkspace(state, account)) return noWorkspace();
  clearFailures(state, typed);
  return answerLogin(state, openSession(state, account.id));
}

/** Base64 from 1.11.2 on, undefined if it is none; an absent field is for the next check to find. */
function decodePassword(version: string, password: unknown): string | undefined {
  if (!isAtLeast(version, '1.11.2') || password === undefined) {
    return String(password ?? '');
  }
  return typeof password === 'string' ? decodePythonBase64(password) : undefined;
}

function checkFields(
  version: string,
  fields: Readonly<Record<string, unknown>>,
): Answer | undefined {
  const { email, password, remember_me: remember } = fields;
  if (email === undefined) return missingField(version, 'email');
  if (typeof email === 'string' && !/^[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+$/.test(email)) {
    return paramError(version, 'email', `${email} is not a valid email.`);
  }
  if (password === undefined) return missingField(version, 'password');
  if (!isAtLeast(version, '1.9.0') && password !== null && !isWellFormed(password)) {
    const rule =
      'Password must contain letters and numbers, and the length must be greater than 8.';
    return paramError(version, 'password', rule);
  }
  const strict = validatorOf(version) === 'pydantic';
  if (strict && remember !== undefined && typeof remember !== 'boolean') {
    return paramError(version, 'remember_me', 'Input should be a valid boolean');
  }
  return undefined;
}

function isWellFormed(password: unknown): boolean {
  return (
    typeof password === 'string' &&
    password.length >= 8 &&
    /[a-zA-Z]/.test(password) &&
    /\d/.test(password)
  );
}

/** As typed; from 1.11.3 on, if that finds nobody, in lower case. */
function findAccount(state: FakeState, email: string): WorldAccount | undefined {
  const { accounts } = state.world;
  const exact = accounts.find((account) => account.email === email);
  if (exact !== undefined || !isAtLeast(state.version, '1.11.3')) return exact;
  return accounts.find((account) => account.email === email.toLowerCase());
}

function refuseUnknown(state: FakeState, email: string): Answer {
  const { version, memory, settings } = state;
  if (isAtLeast(version, '1.9.0')) {
    countFailure(state, email);
    return wrongPassword(version);
  }
  if (!settings.allowRegister) {
    return fault(version, 400, 'account_not_found', 'Account not found.');
  }
  // Dify mails the stranger, at most once a minute.
  if (state.now() - (memory.mailedAt.get(email) ?? Number.NEGATIVE_INFINITY) < 60_000) {
    return fault(
      version,
      429,
      'password_reset_rate_limit_exceeded',
      'Too many password reset emails have been sent. Please try again in 1 minutes.',
    );
  }
  memory.mailedAt.set(email, state.now());
  const data = '00000000-0000-4000-8000-00000000f00d';
  return { status: 200, body: { result: 'fail', data, code: 'account_not_found' } };
}

function wrongPassword(version: string, message = 'Invalid email or password.'): Answer {
  return isAtLeast(version, '1.8.0')
    ? fault(version, 401, 'authentication_failed', message)
    : fault(version, 400, 'email_or_password_mismatch', 'The email or password is mismatched.');
}

function tooManyFailures(version: string): Answer {
  return fault(
    version,
    429,
    'email_code_login_limit',
    'Too many incorrect password attempts. Please try again later.',
  );
}

function hasWorkspace(state: FakeState, account: WorldAccount): boolean {
  const { members, workspaces } = state.world;
  return members.some(
    (member) =>
      member.accountId === account.id &&
      workspaces.some(({ id, status }) => id === member.workspaceId && status === 'normal'),
  );
}

function noWorkspace(): Answer {
  const data =
    'workspace not found, please contact system admin to invite you to join in a workspace';
  return { status: 200, body: { result: 'fail', data } };
}
