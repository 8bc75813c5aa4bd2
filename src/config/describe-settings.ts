import type { Text } from '../language/message.ts';
import type { ConfigFlags } from './config-flags.ts';
import type { Setting, SettingPlace } from './find-setting.ts';
import { InvalidSetting } from './invalid-setting.ts';
import type { LoadedSettings } from './load-settings.ts';
import { formatSecretReference } from './secret-reference.ts';
import type { SettingReader } from './setting-reader.ts';
import { showValue } from './show-value.ts';
import type { Variable } from './variable.ts';
import { variables, variableTable } from './variables.ts';

/** A row of the table of variables as it is in effect. */
export type SettingDescription = {
  readonly name: string;
  readonly state: 'set' | 'default' | 'unset' | 'wrong';
  readonly isSecret: boolean;
  /**
   * Never of a secret, nor of what cannot be such a value, whether or not anything uses it: that
   * may be a secret at the wrong place.
   */
  readonly value: string | undefined;
  readonly origin: SettingOrigin | undefined;
  /** What happens without a value. */
  readonly whenUnset: Text | undefined;
};

export type SettingOrigin = {
  readonly place: SettingPlace;
  /** The name it was given under: `--mode`, `MAX_RETRY`, `DIFY_PASSWORD_FILE`. */
  readonly name: string;
  /** Where the value stands that was given, such as `aws-sm:prod/dify#PASSWORD`. */
  readonly reference: string | undefined;
};

/** Describes every setting in the order of the table: the effective value, and where it is from. */
export function describeSettings(
  settings: LoadedSettings,
  flags: ConfigFlags,
): readonly SettingDescription[] {
  const effective = new Map<string, string | undefined>([
    [variables.stateDir.name, settings.stateDir],
    [variables.externalApiFormat.name, settings.report?.format.kind],
  ]);
  return variableTable.map((variable) => {
    const setting = findWithLogFlags(variable, settings.reader, flags);
    return setting === undefined
      ? describeUnset(variable, effective.get(variable.name))
      : describeSet(variable, setting, settings.reader);
  });
}

/** These two outrank a variable without being its value. */
function findWithLogFlags(
  variable: Variable<unknown>,
  reader: SettingReader,
  { verbose, quiet }: ConfigFlags,
): Setting | undefined {
  const option = { place: 'option', isPath: false } as const;
  if (variable.name === variables.logLevel.name) {
    if (verbose) return { ...option, origin: '--verbose', text: 'debug' };
    if (quiet) return { ...option, origin: '--quiet', text: 'warn' };
  }
  return reader.find(variable);
}

function describeUnset(
  { name, secret, default: value, whenUnset }: Variable<unknown>,
  effective: string | undefined,
): SettingDescription {
  const used = value ?? effective;
  return {
    name,
    state: used === undefined ? 'unset' : 'default',
    isSecret: secret === true,
    value: used === undefined ? undefined : showValue(used),
    origin: undefined,
    whenUnset,
  };
}

function describeSet(
  variable: Variable<unknown>,
  { place, origin, text }: Setting,
  { problems, references }: SettingReader,
): SettingDescription {
  const { name, secret, whenUnset, show = showValue } = variable;
  const isWrong = problems.some((problem) => [origin, name].includes(problem.variable));
  const reference = references.get(name);
  return {
    name,
    state: isWrong ? 'wrong' : 'set',
    isSecret: secret === true,
    value: isWrong || secret || !canBe(variable, text) ? undefined : show(text),
    origin: { place, name: origin, reference: reference && formatSecretReference(reference) },
    whenUnset,
  };
}

function canBe({ parse, shape }: Variable<unknown>, text: string): boolean {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InvalidSetting) return false;
    throw error;
  }
  return shape === undefined || shape.test(text);
}
