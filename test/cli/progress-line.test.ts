import { describe, expect, it } from 'vitest';
import { createProgressLine } from '../../src/cli/progress-line.ts';
import { sayInEnglish } from '../../src/language/say.ts';

describe('createProgressLine', () => {
  it('writes over one line of a terminal and clears it in the end', () => {
    const { stderr, text } = output(true);
    const line = createProgressLine(stderr, false, sayInEnglish, () => 0);
    line.show({ appsDone: 1, apps: 3, runsRead: 42 });
    line.clear();

    expect(text()).toBe('\r\u001b[KReading Dify: 1 of 3 apps, 42 runs\r\u001b[K');
  });

  it('writes no more often than ten times a second', () => {
    let now = 0;
    const { stderr, text } = output(true);
    const line = createProgressLine(stderr, false, sayInEnglish, () => now);
    for (; now <= 1000; now += 10) line.show({ appsDone: 0, apps: 3, runsRead: now });

    expect(text().match(/Reading/g)).toHaveLength(11);
  });

  it.each([
    ['is no terminal', false, false],
    ['is a terminal of somebody who wants quiet', true, true],
  ])('writes nothing where stderr %s', (_what, isTTY, isQuiet) => {
    const { stderr, text } = output(isTTY);
    const line = createProgressLine(stderr, isQuiet, sayInEnglish);
    line.show({ appsDone: 1, apps: 3, runsRead: 42 });
    line.clear();

    expect(text()).toBe('');
  });
});

function output(isTTY: boolean) {
  let written = '';
  const stderr = {
    isTTY,
    write: (text: string) => {
      written += text;
    },
  };
  return { stderr, text: () => written };
}
