import type { Call } from './call.ts';
import { type Caller, headersFor } from './credentials.ts';
import type { Exchange } from './exchange.ts';
import { NEW_PASSWORD } from './prepare.ts';
import { accountOf, base64, type Stage } from './stage.ts';

const PASSWORD = 'Right0Password1';

/** The recorded request with live credentials in place of its placeholders. */
export function toCall({ id, request }: Exchange, stage: Stage): Call {
  const caller = callerOf(id, request.auth, stage);
  const { contentType, text } = toBody(request.body);
  const fill = (value: string) => fillPlaceholders(value, caller);
  return {
    method: request.method,
    target: `/console/api${request.path}${fill(toQuery(request.query))}`,
    headers: {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...headersFor(request.auth, id, caller),
      ...request.headers,
    },
    body: text === undefined ? undefined : fill(text),
  };
}

function toQuery(query: Exchange['request']['query']): string {
  if (query === undefined) return '';
  if (typeof query === 'string') return `?${query.replace(/^raw: /, '')}`;
  const entries = Object.entries(query).map(([key, value]): [string, string] => [
    key,
    String(value),
  ]);
  return `?${new URLSearchParams(entries)}`;
}

function toBody(body: unknown): { readonly contentType?: string; readonly text?: string } {
  if (body === undefined) return {};
  const raw = typeof body === 'string' ? /^content-type: (\S+); raw: (.*)$/s.exec(body) : null;
  if (raw !== null) return { contentType: raw[1] ?? '', text: raw[2] ?? '' };
  return { contentType: 'application/json', text: JSON.stringify(body) };
}

function fillPlaceholders(text: string, caller: Caller): string {
  const { authorization = '' } = headersFor('Bearer good', '', caller);
  return decodeURIComponentOf(text)
    .replaceAll('<password>', PASSWORD)
    .replaceAll('<new-password>', NEW_PASSWORD)
    .replaceAll('<base64 of the password>', base64(PASSWORD))
    .replaceAll('<base64 of the new password>', base64(NEW_PASSWORD))
    .replaceAll('<refresh-token>', caller.refreshToken)
    .replaceAll('<128-hex-token>', 'a'.repeat(128))
    .replaceAll('<access-token>', authorization.replace('Bearer ', ''));
}

/** A placeholder in a query has been escaped with it. */
function decodeURIComponentOf(text: string): string {
  return text.replaceAll('%3C', '<').replaceAll('%3E', '>');
}

function callerOf(id: string, auth: string, stage: Stage): Caller {
  const nameless = PREFIXES.find(([prefix]) => id.startsWith(prefix))?.[1];
  const named = PERSONS.find(([words]) => auth.includes(words))?.[1];
  const name = named ?? nameless ?? (/^(session|admin|refresh)\./.test(id) ? 'pnormal' : 'powner');
  const session = id.startsWith('expiry.') ? stage.kept.get('expiry') : undefined;
  return {
    version: stage.version,
    accountId: id.startsWith('session.unknown-account')
      ? '00000000-0000-4000-8000-000000000009'
      : accountOf(stage, name).id,
    otherAccountId: accountOf(stage, 'peditor').id,
    ownerId: accountOf(stage, 'powner').id,
    now: stage.clock.now,
    refreshToken: (session ?? stage.kept.get(id))?.refreshToken ?? 'a'.repeat(128),
    session,
  };
}

/** Who called, where the words of `auth` say it … */
const PERSONS = [
  ['(owner)', 'powner'],
  ['(editor)', 'peditor'],
  ['(normal)', 'pnormal'],
  ['(dataset_operator)', 'pdsop'],
  ['(two workspaces)', 'ptwo'],
  ['(none current)', 'pnocurrent'],
  ['(editor, timezone', 'ptznull'],
] as const;

/** … and where only the exchange itself does. */
const PREFIXES = [
  ['login.uninitialized.then', 'puninit'],
  ['login.closed.then', 'pclosed'],
  ['session.account-without-workspace', 'pnone'],
  ['session.archived-workspace', 'parch'],
  ['session.archived-current', 'pthree'],
  ['session.banned-after-login', 'pban2'],
  ['session.after-refresh', 'prefresh'],
  ['session.after-logout', 'plogout'],
  ['session.after-password-change', 'ppwch'],
  ['logout.', 'plogout'],
  ['https.', 'pmulti'],
  ['nopw.', 'pmulti'],
  ['expiry.', 'pmulti'],
  ['apps.status-archived', 'peowner'],
  ['apps.broken-draft', 'pfowner'],
] as const;
