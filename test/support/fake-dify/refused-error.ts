import type { Answer } from './route.ts';

/** A route refuses the request; the server sends `answer`. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.answer = answer;
  }
}
