import type { ExitCode } from '../exit-code.ts';
import { message, type Text } from '../language/message.ts';
import { ToldError } from '../language/told-error.ts';

/** A setting has a value that cannot be used; the two sentences never contain a secret. */
export class InvalidSetting extends ToldError {
  override readonly name = 'InvalidSetting';
  readonly problem: Text;
  readonly cure: Text;
  /** How the program ends where 78, the configuration is wrong, would blame the wrong side. */
  readonly status: ExitCode | undefined;

  constructor(problem: Text, cure: Text, status?: ExitCode) {
    super(message('setting_invalid', { problem, cure }));
    this.problem = problem;
    this.cure = cure;
    this.status = status;
  }
}
