import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { refusePlaceholder } from '../../src/config/refuse-placeholder.ts';
import type { Variable } from '../../src/config/variable.ts';
import { variables } from '../../src/config/variables.ts';

const table: readonly Variable<unknown>[] = Object.values(variables);
const exampleText = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const assignments = exampleText.match(/^#?[A-Z_]+=.*$/gm) ?? [];

/** The example as somebody has it who wants every line of it. */
const everything = parseEnv(assignments.map((line) => line.replace(/^#/, '')).join('\n'));

describe('variables', () => {
  it('say what stands for them when they are unset', () => {
    const silent = table.filter((v) => v.default === undefined && v.whenUnset === undefined);

    expect(silent).toEqual([]);
  });

  it('have defaults that they accept themselves', () => {
    for (const variable of table) {
      if (variable.default !== undefined) variable.parse(variable.default);
    }
  });

  it('never let an option carry a secret', () => {
    expect(table.filter(({ secret, flag }) => secret && flag)).toEqual([]);
    expect(table.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'DIFY_PASSWORD',
      'DIFY_ADMIN_API_KEY',
      'DIFY_EXTRA_HEADERS',
      'DIFY_BASIC_AUTH',
      'EXTERNAL_API_TOKEN',
      'HTTPS_PROXY',
      'HTTP_PROXY',
    ]);
  });
});

describe('.env.example', () => {
  it('names every variable once, in the order of the table', () => {
    expect(assignments.map((line) => line.replace(/^#?(\w+)=.*$/, '$1'))).toEqual(
      table.map(({ name }) => name),
    );
  });

  it('explains every variable in the line above it', () => {
    const lines = exampleText.split('\n');
    const unexplained = assignments.filter((assignment) => {
      const above = lines[lines.indexOf(assignment) - 1] ?? '';
      return !/^# \S/.test(above);
    });

    expect(unexplained).toEqual([]);
  });

  it('shows each default where there is one', () => {
    for (const { name, default: value } of table) {
      if (value !== undefined) expect(assignments).toContain(`#${name}=${value}`);
    }
  });

  it('has placeholders, each of which is refused', () => {
    const refused = table.filter((variable) => {
      try {
        refusePlaceholder(variable, everything[variable.name] ?? '');
        return false;
      } catch {
        return true;
      }
    });

    expect(refused.map(({ name }) => name)).toEqual([
      'DIFY_EMAIL',
      'DIFY_PASSWORD',
      'DIFY_ADMIN_API_KEY',
      'DIFY_WORKSPACE_ID',
      'DIFY_EXTRA_HEADERS',
      'DIFY_BASIC_AUTH',
      'EXTERNAL_API_URL',
      'EXTERNAL_API_TOKEN',
      'API_METER_TENANT_ID',
      'HTTPS_PROXY',
      'HTTP_PROXY',
      'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    ]);
  });

  it('has values that are accepted, apart from the placeholders and the alternatives', async () => {
    const { DIFY_ADMIN_API_KEY: _key, ...rest } = everything;
    const env = Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [name, replacePlaceholder(name, value ?? '')]),
    );

    await expect(
      loadConfig({
        env: { ...env, HOME: '/home/ops' },
        flags: {},
        readFile: () => '',
        fetchSecrets: async () => new Map(),
        needs: { dify: true, receiver: true },
      }),
    ).resolves.toMatchObject({ notices: [{ code: 'cron_schedule_ignored' }] });
  });
});

/** What is as good as the placeholder, and another one. */
function replacePlaceholder(name: string, value: string): string {
  return value
    .replaceAll('change-me', 'changed')
    .replaceAll('0000-0000-0000', '0000-4000-8000')
    .replaceAll('usage-export@', `${name.toLowerCase()}@`)
    .replaceAll('billing.example', 'bills.example')
    .replaceAll('proxy.example', 'gate.example')
    .replaceAll('vpce-0123', 'vpce-4567');
}
