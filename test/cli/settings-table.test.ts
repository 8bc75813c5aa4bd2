import { describe, expect, it } from 'vitest';
import { formatSettingsTable } from '../../src/cli/settings-table.ts';
import type { SettingDescription } from '../../src/config/describe-settings.ts';
import { sayInEnglish } from '../../src/language/say.ts';

function setting(fields: Partial<SettingDescription>): SettingDescription {
  return {
    name: 'DIFY_EMAIL',
    state: 'set',
    isSecret: false,
    value: 'a@example.com',
    origin: { place: 'environment', name: fields.name ?? 'DIFY_EMAIL', reference: undefined },
    whenUnset: undefined,
    ...fields,
  };
}

describe('formatSettingsTable', () => {
  it('shows each setting with its origin and its value', () => {
    const reference = 'aws-sm:prod/dify#pw';
    const settings = [
      setting({}),
      setting({
        name: 'DIFY_PASSWORD',
        isSecret: true,
        value: undefined,
        origin: { place: 'env_file', name: 'DIFY_PASSWORD_FILE', reference },
      }),
      setting({ name: 'MAX_RETRIES', state: 'default', value: '3', origin: undefined }),
      setting({
        name: 'NO_PROXY',
        state: 'unset',
        value: undefined,
        origin: undefined,
        whenUnset: 'none',
      }),
      setting({
        name: 'DIFY_OUTPUT_MODE',
        state: 'wrong',
        value: undefined,
        origin: { place: 'option', name: '--mode', reference: undefined },
      }),
      setting({ name: 'START_DATE', value: undefined }),
    ];

    expect(formatSettingsTable(settings, '/etc/dify-usage.env', sayInEnglish)).toBe(
      [
        'setting           from                                                          value',
        'DIFY_EMAIL        environment                                                   a@example.com',
        'DIFY_PASSWORD     DIFY_PASSWORD_FILE, /etc/dify-usage.env, aws-sm:prod/dify#pw  set',
        'MAX_RETRIES       default                                                       3',
        'NO_PROXY          -                                                             (none)',
        'DIFY_OUTPUT_MODE  --mode                                                        wrong, see below',
        'START_DATE        environment                                                   (not shown, since it cannot be such a value)',
        '',
      ].join('\n'),
    );
  });
});
