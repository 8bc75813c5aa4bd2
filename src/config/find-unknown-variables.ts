import { editDistance } from './edit-distance.ts';
import type { Environment } from './find-setting.ts';
import { type FormerVariable, formerVariables } from './former-variables.ts';
import { isKnownVariable, knownVariables } from './known-variables.ts';

/** A variable that is set and that nobody reads. */
export type UnknownVariable = {
  readonly name: string;
  /** The variable that it has become, or that is spelt most like it, where one is. */
  readonly nearest: string | undefined;
  /** So much alike, or in our own file, that it cannot be meant for another program. */
  readonly isMisspelling: boolean;
  /** What has become of it, where the exporter before had it. */
  readonly former?: FormerVariable['fate'];
};

/** Names that begin so are this program's; other programs have settings such as LOG_LEVEL too. */
const OURS = /^(?:DIFY|EXTERNAL_API|API_METER)_/;

/** The same of names that are none, such as EXTERNAL_URL. */
const SEEMS_OURS = /^(?:DIFY|EXTERNAL|API_METER)_/;

/** What Kubernetes sets in every container for a service that is called dify-api, for example. */
const SERVICE_LINK = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP)(?:_\w+)?)?)$/;

/** Two slips of the finger in a long name; in a short one a single one already makes another name. */
const SLIPS_IN_OURS = 2;
const SLIPS_IN_OTHERS = 1;

/**
 * Finds the variables that somebody has set in vain: those with a prefix of ours, and those that
 * are nearly called like one of the table.
 *
 * The environment belongs to other programs as well, the env file to this one.
 */
export function findUnknownVariables(
  env: Environment,
  envFile: Environment,
): readonly UnknownVariable[] {
  const found = new Map<string, UnknownVariable>();
  for (const [environment, isOurFile] of [
    [envFile, true],
    [env, false],
  ] as const) {
    for (const [name, text] of Object.entries(environment)) {
      if (!text || isKnownVariable(name) || found.has(name)) continue;
      const unknown = judge(name, isOurFile);
      if (unknown !== undefined) found.set(name, unknown);
    }
  }
  return [...found.values()];
}

function judge(name: string, isOurFile: boolean): UnknownVariable | undefined {
  const former = formerVariables.get(name);
  if (former !== undefined) return judgeFormer(name, former, isOurFile);
  const upper = name.toUpperCase();
  const seemsOurs = SEEMS_OURS.test(upper);
  const { nearest, distance } = findNearest(upper, seemsOurs ? upper.length : SLIPS_IN_OURS);
  const isOfOurs = OURS.test(nearest);
  const isAlike = distance <= (isOfOurs ? SLIPS_IN_OURS : SLIPS_IN_OTHERS);

  if (isAlike) return { name, nearest, isMisspelling: isOfOurs || isOurFile };
  if (!seemsOurs || SERVICE_LINK.test(upper)) return undefined;
  const isHint = distance <= name.length / 3;
  return { name, nearest: isHint ? nearest : undefined, isMisspelling: false };
}

function judgeFormer(
  name: string,
  former: FormerVariable,
  isOurFile: boolean,
): UnknownVariable | undefined {
  const { fate, isShared = false } = former;
  const isOurs = isOurFile || !isShared;
  if (former.fate === 'renamed') {
    return { name, nearest: former.name, isMisspelling: isOurs, former: fate };
  }
  const isNamed = isOurs || SEEMS_OURS.test(name);
  return isNamed ? { name, nearest: undefined, isMisspelling: false, former: fate } : undefined;
}

/** Of those at most so far from the name; otherwise none, beyond the limit. */
function findNearest(
  name: string,
  limit: number,
): { readonly nearest: string; readonly distance: number } {
  let nearest = '';
  let distance = limit + 1;
  for (const known of knownVariables) {
    // No shorter way than the letters that one has more than the other.
    if (Math.abs(known.length - name.length) >= distance) continue;
    const candidate = editDistance(name, known);
    if (candidate < distance) [nearest, distance] = [known, candidate];
  }
  return { nearest, distance };
}
