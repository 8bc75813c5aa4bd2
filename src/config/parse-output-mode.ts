import type { OutputMode } from '../payload/payload.ts';
import { InvalidSetting } from './invalid-setting.ts';
import { oneOf } from './parse-scalars.ts';

const SUPPORTED = ['per_app', 'workspace', 'both'] as const;
const PLANNED = ['per_user', 'per_model', 'all'] as const;

const parseSpecMode = oneOf([...SUPPORTED, ...PLANNED]);

/** Reads one of the modes of the specification that this version can fill. */
export function parseOutputMode(text: string): OutputMode {
  const mode = parseSpecMode(text);
  if (SUPPORTED.some((supported) => supported === mode)) return mode;
  throw new InvalidSetting(
    `${mode} is not supported by this version.`,
    `Use one of ${SUPPORTED.join(', ')}.`,
  );
}
