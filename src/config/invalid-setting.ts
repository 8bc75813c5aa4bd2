import type { ExitCode } from '../cli/exit-code.ts';

/** A setting has a value that cannot be used; the two sentences never contain a secret. */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting';
  readonly problem: string;
  readonly cure: string;
  /** How the program ends where 78, the configuration is wrong, would blame the wrong side. */
  readonly status: ExitCode | undefined;

  constructor(problem: string, cure: string, status?: ExitCode) {
    super(`${problem} ${cure}`);
    this.problem = problem;
    this.cure = cure;
    this.status = status;
  }
}
