/** Stands in every text that a mutation puts into an answer: no message may quote it. */
export const PLANTED = 'planted-7f3e';

/** Values that a reader has to refuse or to survive, in most places of an answer. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  '',
  PLANTED,
  `${PLANTED} NaN`,
  'NaN',
  'Infinity',
  '-1',
  '-0.1',
  '1e999',
  '0x10',
  '9007199254740993',
  '9999999999999999',
  '99999999999999999999999999',
  '0.00000000000000000001',
  '1e-7',
  '2026-13-45',
  0,
  -0,
  -1,
  1.5,
  -1.5,
  1e-7,
  9_007_199_254_740_991,
  9_007_199_254_740_992,
  1e21,
  1.7976931348623157e308,
  [],
  [[]],
  [null],
  {},
  { [PLANTED]: PLANTED },
  { toString: 1, constructor: 2 },
];

type Parent = { readonly container: unknown[] | Record<string, unknown>; readonly key: string };

/** Changes a JSON value at one to three places; the original stays as it is. */
export function mutateJson(original: unknown, chance: () => number): unknown {
  const root: Record<string, unknown> = { root: structuredClone(original) };
  const times = 1 + Math.floor(chance() * 3);
  for (let time = 0; time < times; time += 1) mutateOnce(pick(placesIn(root), chance), chance);
  return root['root'];
}

/** Breaks the text of an answer; mostly, it is no JSON after that. */
export function mutateText(text: string, chance: () => number): string {
  const at = Math.floor(chance() * text.length);
  switch (Math.floor(chance() * 6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.replace(/(?<=:)\s*\d+/, '1e999');
    case 2:
      return text.replace(/(?<=:)\s*\d+/, 'NaN');
    case 3:
      return text.replace('{', `{"__proto__":{"total":"${PLANTED}"},`);
    case 4:
      return `${'['.repeat(20_000)}${text}`;
    default:
      return `${text.slice(0, at)}\u0000${PLANTED}${text.slice(at)}`;
  }
}

function mutateOnce(place: Parent | undefined, chance: () => number): void {
  if (place === undefined) return; // nothing is left to change
  const { container, key } = place;
  const value = valueAt(container, key);
  const put = (changed: unknown) => Object.assign(container, { [key]: changed });
  switch (Math.floor(chance() * 10)) {
    case 0:
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else delete container[key];
      return;
    case 1: // one item twice, and with it its id
      if (Array.isArray(value) && value.length > 0) put([...value, ...value.slice(0, 2)]);
      else if (Array.isArray(container)) container.push(structuredClone(value));
      return;
    case 2:
      put(typeof value === 'number' ? -value : JSON.stringify(value)?.slice(0, 50));
      return;
    case 3:
      put(typeof value === 'string' && value !== '' ? Number(value) : [value]);
      return;
    case 4:
      put(nested(value, 200));
      return;
    case 5:
      put(typeof value === 'number' ? value * 1e9 + 0.5 : `${PLANTED}${'x'.repeat(300)}`);
      return;
    default:
      put(structuredClone(pick(VALUES, chance)));
  }
}

/** Every place in which a value stands, however deep. */
function placesIn(value: unknown): readonly Parent[] {
  const places: Parent[] = [];
  const visit = (container: unknown) => {
    if (!isContainer(container)) return;
    for (const key of Object.keys(container)) {
      places.push({ container, key });
      visit(valueAt(container, key));
    }
  };
  visit(value);
  return places;
}

function isContainer(value: unknown): value is unknown[] | Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function valueAt(container: unknown[] | Record<string, unknown>, key: string): unknown {
  return Array.isArray(container) ? container[Number(key)] : container[key];
}

function nested(value: unknown, depth: number): unknown {
  let outer = value;
  for (let level = 0; level < depth; level += 1) outer = level % 2 === 0 ? [outer] : { outer };
  return outer;
}

function pick<Item>(items: readonly Item[], chance: () => number): Item | undefined {
  return items[Math.floor(chance() * items.length)];
}
