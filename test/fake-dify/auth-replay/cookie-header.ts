export type Headers = Readonly<Record<string, string>>;

export function cookies(values: Readonly<Record<string, string>>): Headers {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return { cookie: pairs.join('; ') };
}
