import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPayload } from '../../src/payload/build-payload.ts';
import type { OutputMode } from '../../src/payload/payload.ts';
import { checkPayload } from '../../src/payload/payload-schema.ts';
import type { ModelTotals } from '../../src/usage/model-totals.ts';
import type { AppTotals } from '../../src/usage/usage-report.ts';
import type { UserTotals } from '../../src/usage/user-totals.ts';

describe('buildPayload', () => {
  it('writes a user record as the specification orders its fields', () => {
    expect(JSON.stringify(build('per_user')?.user_records)).toBe(
      '[{"period":"2026-10","period_type":"monthly","user_id":"user-1","user_type":"end_user",' +
        '"app_id":"app-1","app_name":"窓口","message_tokens":10,"answer_tokens":5,' +
        '"total_tokens":15,"message_count":3,"conversation_count":2}]',
    );
  });

  it('writes a model record as the specification orders its fields', () => {
    expect(JSON.stringify(build('per_model')?.model_records)).toBe(
      '[{"period":"2026-10","period_type":"monthly","user_id":"user-1","user_type":"end_user",' +
        '"app_id":"app-1","app_name":"窓口","model_provider":"langgenius/openai/openai",' +
        '"model_name":"gpt-4o","prompt_tokens":10,"completion_tokens":5,"total_tokens":15,' +
        '"prompt_price":"0.0000250","completion_price":"0.0000500","total_price":"0.0000750",' +
        '"currency":"USD","execution_count":1}]',
    );
  });

  it.each<[OutputMode, readonly string[]]>([
    ['per_app', ['app_records']],
    ['workspace', ['workspace_records']],
    ['both', ['app_records', 'workspace_records']],
    ['per_user', ['user_records']],
    ['per_model', ['model_records']],
    ['all', ['app_records', 'workspace_records', 'user_records', 'model_records']],
  ])('has the arrays of the mode %s and no other', (mode, arrays) => {
    const payload = build(mode);

    expect(Object.keys(payload ?? {}).slice(3)).toEqual(arrays);
    expect(() => checkPayload(payload)).not.toThrow();
  });

  it('sends users and models of the apps that could be read while another one is withheld', () => {
    expect(Object.keys(build('all', [app()], false) ?? {}).slice(3)).toEqual([
      'app_records',
      'user_records',
      'model_records',
    ]);
  });

  it('has no body when the mode shows nothing', () => {
    expect(build('per_user', [app({ users: [] })])).toBeUndefined();
  });

  it('sorts by code units and not by any language', () => {
    const names = ['a', 'Z', 'ä', '__proto__', '=1+1', '田中', '\u{1f600}', '\uff5e'];
    const users = names.map((userId) => user({ userId }));

    expect(
      build('per_user', [app({ users })])?.user_records?.map(({ user_id }) => user_id),
    ).toEqual(['=1+1', 'Z', '__proto__', 'a', 'ä', '田中', '\u{1f600}', '\uff5e']);
  });

  it('gives the same bytes for any order of arrival', () => {
    const users = ['2026-10', '2026-11'].flatMap((bucket) =>
      (['end_user', 'account'] as const).map((userType) => user({ bucket, userType })),
    );
    const models = users.flatMap(({ bucket, userType }) =>
      ['CNY', 'USD'].map((currency) => model({ bucket, userType, currency })),
    );
    const whole = JSON.stringify(build('all', [app({ users, models })]));

    fc.assert(
      fc.property(
        fc.shuffledSubarray(users, { minLength: users.length }),
        fc.shuffledSubarray(models, { minLength: models.length }),
        (someUsers, someModels) => {
          const apps = [app({ users: someUsers, models: someModels })];
          expect(JSON.stringify(build('all', apps))).toBe(whole);
        },
      ),
    );
  });
});

function build(mode: OutputMode, apps = [app()], isWorkspaceComplete = true) {
  return buildPayload(apps, {
    aggregation: 'monthly',
    mode,
    fetchPeriod: { start: '2026-10-01T00:00:00.000Z', end: '2026-10-31T23:59:59.999Z' },
    isWorkspaceComplete,
  });
}

function app(overrides: Partial<AppTotals> = {}): AppTotals {
  return {
    app: { id: 'app-1', name: '窓口', mode: 'chat', model: undefined },
    amounts: [{ bucket: '2026-10', currency: 'USD', tokens: 15, units: 750n }],
    users: [user()],
    models: [model()],
    certainty: { parts: [], users: [], notes: [] },
    ...overrides,
  };
}

function user(overrides: Partial<UserTotals> = {}): UserTotals {
  return {
    bucket: '2026-10',
    userId: 'user-1',
    userType: 'end_user',
    promptTokens: 10,
    completionTokens: 5,
    allocatedTokens: 0,
    unattributedTokens: 0,
    messages: 3,
    conversations: 2,
    ...overrides,
  };
}

function model(overrides: Partial<ModelTotals> = {}): ModelTotals {
  return {
    bucket: '2026-10',
    userId: 'user-1',
    userType: 'end_user',
    provider: 'langgenius/openai/openai',
    model: 'gpt-4o',
    currency: 'USD',
    promptTokens: 10,
    completionTokens: 5,
    promptUnits: 250n,
    completionUnits: 500n,
    executions: 1,
    ...overrides,
  };
}
