import { describe, expect, it } from 'vitest';
import { redact } from '../../src/http/redact.ts';

const SECRET = 'tök "en"/+1';

describe('redact', () => {
  it.each([
    ['plain', 'Bearer tök "en"/+1 is wrong', 'Bearer *** is wrong'],
    ['JSON', '{"t":"tök \\"en\\"/+1"}', '{"t":"***"}'],
    [
      'JSON in JSON',
      '{"m":"{\\"t\\":\\"tök \\\\\\"en\\\\\\"/+1\\"}"}',
      '{"m":"{\\"t\\":\\"***\\"}"}',
    ],
    ['an address', '/?k=t%C3%B6k%20%22en%22%2F%2B1&x=1', '/?k=***&x=1'],
    ['an address in lower case', '/?k=t%c3%b6k%20%22en%22%2f%2b1', '/?k=***'],
    ['a form', 'k=t%C3%B6k+%22en%22%2F%2B1', 'k=***'],
    ['Base64', 'dMO2ayAiZW4iLysx', '***'],
    // The characters at either end are shared with what stands around the secret.
    ['Base64 of user and secret', 'Basic dTp0w7ZrICJlbiIvKzE=', 'Basic dTp***E='],
    ['JSON of PHP', '{"t":"t\\u00f6k \\"en\\"\\/+1"}', '{"t":"***"}'],
    ['JSON of .NET', '{"t":"t\\u00F6k \\u0022en\\u0022/\\u002B1"}', '{"t":"***"}'],
    [
      'JSON of PHP in JSON',
      '{"m":"{\\"t\\":\\"t\\\\u00f6k \\\\\\"en\\\\\\"\\\\\\/+1\\"}"}',
      '{"m":"{\\"t\\":\\"***\\"}"}',
    ],
    ['an address that encodes little', '/?k=t%C3%B6k%20%22en%22/+1', '/?k=***'],
    ['a page', 'k=tök &quot;en&#34;&#x2F;+1', 'k=***'],
    ['two places', 'tök "en"/+1, tök "en"/+1', '***, ***'],
  ])('takes a secret out of %s', (_where, text, redacted) => {
    expect(redact(text, [SECRET])).toBe(redacted);
  });

  it('takes a sign that nobody needs to encode out encoded, too', () => {
    expect(redact('/?k=canary%21%27%28%2a%29%7e1', ["canary!'(*)~1"])).toBe('/?k=***');
  });

  it('takes out Base64 whose signs are encoded', () => {
    const said = `Basic ${Buffer.from('??>>??>>').toString('base64')}`;

    expect(said).toBe('Basic Pz8+Pj8/Pj4=');
    for (const written of ['Pz8+Pj8\\/Pj4=', 'Pz8%2BPj8%2FPj4%3D', 'Pz8\\u002BPj8/Pj4=']) {
      expect(redact(`Basic ${written}`, ['??>>??>>'])).toMatch(/^Basic \*\*\*/);
    }
  });

  it('takes no time for a long row of what may stand before an escape', () => {
    const row = '\\'.repeat(100_000);

    expect(redact(row, ['"\\"\\"\\secret', `${'\\'.repeat(9)}!`])).toBe(row);
  });

  it('leaves a text as it is that holds none', () => {
    expect(redact('tök en', [SECRET])).toBe('tök en');
  });

  it('does not take out what is too short to be a secret', () => {
    expect(redact('1 of 11 records', ['1', ''])).toBe('1 of 11 records');
  });

  it('takes out the longer one of two secrets whole', () => {
    expect(redact('abcdef-ghijkl', ['abcdef', 'abcdef-ghijkl'])).toBe('***');
  });
});
