import type { SettingDescription, SettingOrigin } from '../config/describe-settings.ts';
import { message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { safeText } from '../text/safe-text.ts';
import { joinColumns, padCells } from './formats/pad-cells.ts';

/** Every setting with its value and where it is from, for a person. */
export function formatSettingsTable(
  settings: readonly SettingDescription[],
  envFile: string | undefined,
  say: Say,
): string {
  const lines = joinColumns([
    padCells(['setting', ...settings.map(({ name }) => name)], 'right'),
    padCells(['from', ...settings.map((setting) => formatOrigin(setting, envFile))], 'right'),
    ['value', ...settings.map((setting) => formatValue(setting, say))],
  ]);
  return `${lines.join('\n')}\n`;
}

function formatOrigin(setting: SettingDescription, envFile: string | undefined): string {
  const { origin, state, name } = setting;
  if (origin === undefined) return state === 'default' ? 'default' : '-';
  const { reference } = origin;
  const via = reference === undefined ? '' : `, ${safeText(reference)}`;
  return `${formatPlace(origin, name, envFile)}${via}`;
}

function formatPlace(origin: SettingOrigin, variable: string, envFile: string | undefined): string {
  const other = origin.name === variable ? '' : `${origin.name}, `;
  switch (origin.place) {
    case 'option':
    case 'credentials_directory':
      return origin.name;
    case 'environment':
      return `${other}environment`;
    case 'env_file':
      return `${other}${safeText(envFile ?? 'env file')}`;
  }
}

function formatValue({ state, isSecret, value, whenUnset }: SettingDescription, say: Say): string {
  switch (state) {
    case 'wrong':
      return say(message('settings_wrong'));
    case 'unset':
      return `(${say(whenUnset ?? message('settings_none'))})`;
    case 'set':
    case 'default':
      if (isSecret) return say(message('settings_secret_set'));
      return value ?? `(${say(message('settings_hidden'))})`;
  }
}
