/** A setting has a value that cannot be used; the two sentences never contain a secret. */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting';
  readonly problem: string;
  readonly cure: string;

  constructor(problem: string, cure: string) {
    super(`${problem} ${cure}`);
    this.problem = problem;
    this.cure = cure;
  }
}
