export type Query = Readonly<Record<string, string | number>>;

/** A template such as `/apps/{app}` with its names filled from `params`, and the query after it. */
export function requestPath(
  template: string,
  params: Readonly<Record<string, string>>,
  query: Query,
): string {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
