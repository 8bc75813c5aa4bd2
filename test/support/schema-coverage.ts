type Node = Readonly<Record<string, unknown>>;
export type NamedDocument = { readonly schema: string; readonly document: unknown };

/** The properties that schemas document and no document has, such as `export: properties.error`. */
export function unseenProperties(
  schemas: ReadonlyMap<string, unknown>,
  documents: readonly NamedDocument[],
): string[] {
  const seen = new Set<unknown>();
  for (const { schema, document } of documents) {
    walk({ name: schema, node: asNode(schemas.get(schema)) }, document, { schemas, seen });
  }
  return [...schemas].flatMap(([name, schema]) =>
    listProperties(asNode(schema), []).flatMap(({ path, property }) =>
      seen.has(property) ? [] : [`${name}: ${path.join('.')}`],
    ),
  );
}

type OpenObjects = { readonly open: readonly string[]; readonly optional: readonly string[] };

/** Which objects admit properties that nobody documents, and which properties may be left out. */
export function findLoose(schemas: ReadonlyMap<string, unknown>): OpenObjects {
  const objects = [...schemas].flatMap(([name, schema]) => listObjects(asNode(schema), [name]));
  return {
    open: objects
      .filter(({ node }) => node['additionalProperties'] !== false)
      .map(({ path }) => path.join('.')),
    optional: objects.flatMap(({ node, path }) =>
      Object.keys(asNode(node['properties']))
        .filter((key) => !listOf(node['required']).includes(key))
        .map((key) => [...path, key].join('.')),
    ),
  };
}

type SchemaObject = { readonly node: Node; readonly path: readonly string[] };

function listObjects(node: Node, path: readonly string[]): readonly SchemaObject[] {
  const below = Object.entries(node).flatMap(([key, part]) => {
    if (typeof part !== 'object' || CONDITIONS.includes(key)) return [];
    const isStructure = STRUCTURE.includes(key);
    return listObjects(asNode(part), isStructure ? path : [...path, key]);
  });
  return node['type'] === 'object' ? [{ node, path }, ...below] : below;
}

/** A condition repeats properties that are documented beside it. */
const CONDITIONS: readonly string[] = ['if', 'then', 'else'];
const STRUCTURE: readonly string[] = ['properties', 'items', '$defs', 'anyOf', 'oneOf'];

type Place = { readonly name: string; readonly node: Node };
type Walk = { readonly schemas: ReadonlyMap<string, unknown>; readonly seen: Set<unknown> };

function walk({ name, node }: Place, value: unknown, state: Walk): void {
  if (typeof node['$ref'] === 'string') walk(follow(name, node['$ref'], state), value, state);
  for (const variant of [...listOf(node['anyOf']), ...listOf(node['oneOf'])]) {
    if (admits(asNode(variant), value)) walk({ name, node: asNode(variant) }, value, state);
  }
  if (Array.isArray(value)) {
    for (const item of value) walk({ name, node: asNode(node['items']) }, item, state);
    return;
  }
  const own = asNode(value);
  for (const [key, property] of Object.entries(asNode(node['properties']))) {
    if (own[key] === undefined) continue;
    state.seen.add(property);
    walk({ name, node: asNode(property) }, own[key], state);
  }
}

function follow(name: string, reference: string, { schemas }: Walk): Place {
  const [file = '', path = ''] = reference.split('#');
  const target = file === '' ? name : file.replace('.schema.json', '');
  let node = asNode(schemas.get(target));
  for (const step of path.split('/').filter(Boolean)) node = asNode(node[step]);
  return { name: target, node };
}

/** Variants of an object differ in the properties that they require. */
function admits({ required }: Node, value: unknown): boolean {
  return listOf(required).every((key) => asNode(value)[String(key)] !== undefined);
}

function listProperties(
  node: Node,
  path: readonly string[],
): readonly { readonly path: readonly string[]; readonly property: unknown }[] {
  return Object.entries(node).flatMap(([key, part]) => {
    if (typeof part !== 'object' || CONDITIONS.includes(key)) return [];
    const below = [...path, key];
    const own = path.at(-1) === 'properties' ? [{ path: below, property: part }] : [];
    return [...own, ...listProperties(asNode(part), below)];
  });
}

function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
