import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PayloadSchema } from '../../src/payload/payload-schema.ts';

const path = new URL('../../src/payload/external-api.schema.json', import.meta.url);
const jsonSchema: object = JSON.parse(readFileSync(path, 'utf8'));
const validate = new Ajv2020({ strict: true }).compile(jsonSchema);

describe('external-api.schema.json', () => {
  it('accepts every payload that the program may send', () => {
    fc.assert(fc.property(anyPayload, (payload) => validate(payload) && accepts(payload)));
  });

  it('says the same as the schema of the program, whatever is changed', () => {
    const verdicts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(
        anyPayload,
        fc.array(anyMutation, { minLength: 1, maxLength: 2 }),
        (payload, mutations) => {
          const changed = mutations.reduce(mutate, payload);
          verdicts[accepts(changed) ? 'accepted' : 'refused'] += 1;
          expect(validate(changed), JSON.stringify(changed)).toBe(accepts(changed));
        },
      ),
      { numRuns: 3000 },
    );

    // The mutations are worth something only when they lead to both verdicts.
    expect(verdicts.refused).toBeGreaterThan(100);
    expect(verdicts.accepted).toBeGreaterThan(100);
  });

  it.each([null, true, 0, '', [], {}, [[]]])(
    'refuses %j like the schema of the program',
    (value) => {
      expect([validate(value), accepts(value)]).toEqual([false, false]);
    },
  );
});

function accepts(payload: unknown): boolean {
  return v.is(PayloadSchema, payload);
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Mutation = {
  readonly place: number;
  readonly kind: 'replace' | 'remove' | 'add';
  readonly key: string;
  readonly value: Json;
};

/** Does one thing to one of the places of a JSON value, counted in the order of its text. */
function mutate(root: Json, mutation: Mutation): Json {
  let next = 0;
  const count = countPlaces(root);
  const visit = (value: Json): Json => {
    const isHere = next === mutation.place % count;
    next += 1;
    const inner = mapChildren(value, visit);
    return isHere ? changed(inner, mutation) : inner;
  };
  return visit(root);
}

function countPlaces(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, each) => sum + countPlaces(each), 0);
}

function mapChildren(value: Json, map: (value: Json) => Json): Json {
  if (isList(value)) return value.map(map);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each)]));
}

function changed(value: Json, { kind, key, value: other }: Mutation): Json {
  if (kind === 'replace' || typeof value !== 'object' || value === null) return other;
  if (isList(value)) return kind === 'add' ? [...value, other] : value.slice(1);

  // Through JSON text, since a literal would take `__proto__` for the prototype.
  const entries = Object.entries(value);
  const kept = kind === 'add' ? [...entries, [key, other] as const] : entries.slice(1);
  return JSON.parse(
    `{${kept.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join()}}`,
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const aggregation = fc.constantFrom('monthly', 'weekly', 'daily');
const label = fc.oneof(
  fc.tuple(digits(4), digits(2)).map((parts) => parts.join('-')),
  fc.tuple(digits(4), digits(2)).map((parts) => parts.join('-W')),
  fc.tuple(digits(4), digits(2), digits(2)).map((parts) => parts.join('-')),
);
const instant = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const figures = {
  token_count: fc.maxSafeNat(),
  total_price: fc.tuple(fc.nat(), digits(7)).map((parts) => parts.join('.')),
  currency: fc.string({ minLength: 1 }),
};

const appRecord = fc.record({
  period: label,
  period_type: aggregation,
  app_id: fc.string({ minLength: 1, unit: 'binary' }),
  app_name: fc.string({ unit: 'binary' }),
  ...figures,
});

const workspaceRecord = fc.record({
  period: label,
  period_type: aggregation,
  type: fc.constant('workspace_total'),
  ...figures,
});

const person = {
  period: label,
  period_type: aggregation,
  user_id: fc.string({ minLength: 1, unit: 'binary' }),
  user_type: fc.constantFrom('end_user', 'account'),
  app_id: fc.string({ minLength: 1, unit: 'binary' }),
  app_name: fc.string({ unit: 'binary' }),
};

const userRecord = fc.record({
  ...person,
  message_tokens: fc.maxSafeNat(),
  answer_tokens: fc.maxSafeNat(),
  total_tokens: fc.maxSafeNat(),
  message_count: fc.maxSafeNat(),
  conversation_count: fc.maxSafeNat(),
});

const modelRecord = fc.record({
  ...person,
  model_provider: fc.string({ minLength: 1 }),
  model_name: fc.string({ minLength: 1 }),
  prompt_tokens: fc.maxSafeNat(),
  completion_tokens: fc.maxSafeNat(),
  total_tokens: fc.maxSafeNat(),
  prompt_price: figures.total_price,
  completion_price: figures.total_price,
  total_price: figures.total_price,
  currency: figures.currency,
  execution_count: fc.maxSafeNat(),
});

const anyPayload: fc.Arbitrary<Json> = fc.record(
  {
    aggregation_period: aggregation,
    output_mode: fc.constantFrom('per_app', 'workspace', 'both', 'per_user', 'per_model', 'all'),
    fetch_period: fc.record({ start: instant, end: instant }),
    app_records: fc.array(appRecord, { maxLength: 2 }),
    workspace_records: fc.array(workspaceRecord, { maxLength: 2 }),
    user_records: fc.array(userRecord, { maxLength: 2 }),
    model_records: fc.array(modelRecord, { maxLength: 2 }),
  },
  { requiredKeys: ['aggregation_period', 'output_mode', 'fetch_period'] },
);

const TELLING: readonly Json[] = [
  null,
  true,
  -1,
  0,
  -0,
  1.5,
  2 ** 53,
  2 ** 53 - 1,
  '',
  ' ',
  '0',
  '0.0030000',
  '-0.0030000',
  '0.0030000\n',
  '٠.0030000',
  '1E-7',
  '.0000001',
  '2026-10',
  '2026-W44',
  '2026-10-31',
  '2026-10-31 ',
  '2026-10-01T00:00:00.000Z',
  '2026-10-01T00:00:00Z',
  '2026-99-99T99:99:99.999Z',
  'monthly',
  'Monthly',
  'per_app',
  'workspace_total',
  [],
  {},
  [null],
  { start: '2026-10-01T00:00:00.000Z', end: '2026-10-31T23:59:59.999Z' },
];

const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat({ max: 60 }),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add'),
  key: fc.constantFrom('type', 'app_records', 'note', 'constructor', '__proto__', 'currency'),
  value: fc.constantFrom(...TELLING),
});
