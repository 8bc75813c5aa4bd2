import { invalidParam, paramError, validatorOf } from './errors.ts';
import { isUuid } from './is-uuid.ts';
import { isAtLeast } from './presets.ts';
import type { Answer } from './route.ts';
import type { WorldApp } from './world.ts';

export type AppFilter = {
  readonly accepts: (app: WorldApp) => boolean;
  /** Whether tags were asked for: up to 1.11.2 an empty result then has a fixed shape. */
  readonly byTag: boolean;
};

/** What `mode`, `name`, `tag_ids` and `is_created_by_me` ask for, or the version's refusal. */
export function readAppFilter(
  version: string,
  query: URLSearchParams,
  accountId: string,
): AppFilter | Answer {
  const modes = readModes(version, query.get('mode') ?? 'all');
  if (typeof modes === 'object' && 'status' in modes) return modes;
  const own = readBoolean(version, query.get('is_created_by_me'));
  if (typeof own === 'object') return own;
  const tags = readTags(version, query);
  if ('status' in tags) return tags;
  const name = query.get('name') ?? '';
  if (name.includes('\0')) {
    return invalidParam(version, 'A string literal cannot contain NUL (0x00) characters.');
  }
  const named = nameMatcher(version, name.slice(0, 30));
  return {
    byTag: tags.length > 0,
    accepts: (app) =>
      modes(app.mode) &&
      named(app.name) &&
      (!own || app.item?.['created_by'] === accountId) &&
      (tags.length === 0 || tagsOf(app).some((tag) => tags.includes(tag))),
  };
}

function readModes(version: string, mode: string): ((mode: string) => boolean) | Answer {
  const groups = isAtLeast(version, '1.2.0') ? EXACT_MODES : OLD_MODES;
  const newer = isAtLeast(version, '1.15.0');
  if (mode === 'all') return (candidate) => !newer || candidate !== 'agent';
  if (mode === 'channel' && isAtLeast(version, '1.7.0')) return () => true;
  const wanted = newer && mode === 'agent' ? ['agent'] : groups[mode];
  if (wanted === undefined) return paramError(version, 'mode', `${mode} is not a valid choice`);
  return (candidate) => wanted.includes(candidate);
}

const EXACT_MODES: Readonly<Record<string, readonly string[]>> = {
  completion: ['completion'],
  chat: ['chat'],
  'advanced-chat': ['advanced-chat'],
  workflow: ['workflow'],
  'agent-chat': ['agent-chat'],
  channel: ['channel'],
};

const OLD_MODES: Readonly<Record<string, readonly string[]>> = {
  chat: ['chat', 'advanced-chat'],
  workflow: ['workflow', 'completion'],
  'agent-chat': ['agent-chat'],
  channel: ['channel'],
};

function readBoolean(version: string, text: string | null): boolean | Answer {
  if (text === null) return false;
  const validator = validatorOf(version);
  const lower = text.toLowerCase();
  if (['true', '1'].includes(lower)) return true;
  if (['false', '0'].includes(lower)) return false;
  if (validator === 'restx' && text === '') return false;
  if (validator === 'pydantic' && ['yes', 'on', 'y', 't'].includes(lower)) return true;
  if (validator === 'pydantic' && ['no', 'off', 'n', 'f'].includes(lower)) return false;
  return paramError(version, 'is_created_by_me', `Invalid literal for boolean(): ${text}`);
}

/** Separated by commas up to 1.14.0, `tag_ids[0]=…` later. */
function readTags(version: string, query: URLSearchParams): readonly string[] | Answer {
  const plain = query.get('tag_ids');
  const refusal = paramError(version, 'tag_ids', 'Invalid UUID format in tag_ids.');
  if (isAtLeast(version, '1.14.1')) {
    if (plain) return refusal;
    const values = [...query].filter(([key]) => /^tag_ids\[\d+\]$/.test(key)).map(([, id]) => id);
    return values.every(isUuid) ? values : refusal;
  }
  if (plain === null) return [];
  if (plain === '' && isAtLeast(version, '1.11.0')) return [];
  const values = plain.split(',');
  return values.every(isUuid) ? values : refusal;
}

function tagsOf(app: WorldApp): readonly string[] {
  const tags = app.item?.['tags'];
  if (!Array.isArray(tags)) return [];
  return tags.map((tag: { readonly id: string }) => tag.id);
}

/** Case-insensitive substring; before 1.11.3 `%` and `_` are SQL's wildcards. */
function nameMatcher(version: string, wanted: string): (name: string) => boolean {
  const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const source = isAtLeast(version, '1.11.3')
    ? literal
    : literal.replace(/%/g, '.*').replace(/_/g, '.');
  const pattern = new RegExp(source, 'is');
  return (name) => pattern.test(name);
}
