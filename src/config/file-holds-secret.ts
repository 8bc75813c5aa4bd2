import type { Environment } from './find-setting.ts';
import { isSecretReference } from './secret-reference.ts';
import { variableTable } from './variables.ts';

/** Whether one of an env file's variables is a secret itself, and not only where one is. */
export function fileHoldsSecret(variables: Environment): boolean {
  return variableTable.some(({ name, outrankedBy, secret }) =>
    [name, outrankedBy].some((key) => {
      const text = key && variables[key];
      return secret === true && text && !isSecretReference(text);
    }),
  );
}
