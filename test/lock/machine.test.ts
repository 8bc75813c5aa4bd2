import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { parseStartTime, thisMachine } from '../../src/lock/machine.ts';

const FIELDS = 'S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 123456 1000 200';

describe('parseStartTime', () => {
  it.each(['100 (node) ', '100 (a) S 1 (b) '])('reads the start of %s', (head) => {
    expect(parseStartTime(`${head}${FIELDS}`)).toBe('123456');
  });

  it('takes a killed process that nobody waits for as ended', () => {
    expect(parseStartTime(`100 (node) ${FIELDS.replace('S', 'Z')}`)).toBeUndefined();
  });

  it('knows nothing of a process that is not there', () => {
    expect(parseStartTime('')).toBeUndefined();
  });
});

describe.runIf(process.platform === 'linux')('thisMachine', () => {
  it('knows this process and its kernel', () => {
    const { bootId, startTimeOf, pid } = thisMachine();

    expect(bootId).toMatch(/^[0-9a-f-]{36}$/);
    expect(startTimeOf(pid)).toMatch(/^\d+$/);
    expect(startTimeOf(99_999_999)).toBeUndefined();
  });
});
