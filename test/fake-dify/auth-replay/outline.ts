import type { RecordedAnswer } from './exchange.ts';

const ACCOUNT_ROUTES =
  /^\/(login|logout|refresh-token|account\/profile|workspaces.*|all-workspaces|apps(\/[^/]+)?|system-features|setup|init|ping|version)$/;

/**
 * What of an answer must agree: status, code or the shape without one, the text of a 401, the
 * cookies apart from their values, and of a success the keys and the counts of a page.
 */
export function outlineOf(path: string, answer: RecordedAnswer): object {
  const { status, challenge, body } = answer;
  const cookies = answer.setCookie.map(maskCookie);
  if (typeof body === 'string') return { status, cookies, html: true };
  if (!isRecord(body)) return { status, cookies };
  if (status < 400) {
    return { status, cookies, ...(ACCOUNT_ROUTES.test(path) ? outlineOfSuccess(body) : {}) };
  }
  const { code, message, errors, error } = body;
  return {
    status,
    cookies,
    code,
    challenge,
    keys: Object.keys(body).sort(),
    errors: isRecord(errors) ? Object.keys(errors) : undefined,
    type: isRecord(error) ? error['type'] : undefined,
    message: status === 401 ? message : undefined,
  };
}

function outlineOfSuccess(body: Readonly<Record<string, unknown>>): object {
  const { page, limit, total, has_more: hasMore, result, data, workspaces, accounts } = body;
  const { id, role, timezone, new_tenant: tenant } = body;
  const rows = [data, workspaces].find(Array.isArray) ?? [];
  const ids = rows.filter(isRecord).map(({ id }) => id);
  const isWhole = page === 1 && hasMore === false;
  return {
    keys: Object.keys(body).sort(),
    page,
    limit,
    total,
    hasMore,
    result,
    failure: result === 'fail' && !('code' in body) ? data : undefined,
    rows: rows.length,
    // On a part of the list it is by chance which of several apps of equal time are there.
    ids: isWhole ? ids.sort() : undefined,
    rowKeys: keysOfFirst(rows) ?? keysOfFirst(accounts),
    who: [id, role, timezone, isRecord(tenant) ? tenant['id'] : undefined],
    current: Array.isArray(workspaces) ? currentOf(workspaces) : undefined,
  };
}

function currentOf(workspaces: readonly unknown[]): readonly string[] {
  return workspaces
    .filter(isRecord)
    .map(({ name, current }) => `${name}: ${current}`)
    .sort();
}

function keysOfFirst(rows: unknown): readonly string[] | undefined {
  const first: unknown = Array.isArray(rows) ? rows[0] : undefined;
  return isRecord(first) ? Object.keys(first).sort() : undefined;
}

/** Days of a refresh token are no option of the fake, so its lifetime is masked as well. */
function maskCookie(line: string): string {
  const masked = line
    .replace(/(_token)=[^;]+/, '$1=…')
    .replace(/Expires=(?!Thu, 01 Jan 1970)[^;]+/, 'Expires=…');
  return line.includes('refresh_token') ? masked.replace(/Max-Age=\d+/, 'Max-Age=…') : masked;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
