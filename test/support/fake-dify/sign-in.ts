import { presetOf } from './presets.ts';

/** Logs in as a browser does and gives the headers that authenticate later requests. */
export async function signIn(
  origin: string,
  version: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Record<string, string>> {
  const preset = presetOf(version);
  const sent = preset.password === 'base64' ? Buffer.from(password).toString('base64') : password;
  const response = await fetch(`${origin}/console/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: sent }),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`Login answered ${response.status} ${text}`);
  if (preset.auth === 'token')
    return { authorization: `Bearer ${JSON.parse(text).data.access_token}` };

  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const csrf = cookies.find((cookie) => /csrf_token=/.test(cookie))?.split('=')[1] ?? '';
  return { cookie: cookies.join('; '), 'x-csrf-token': csrf };
}
