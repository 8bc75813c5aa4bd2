import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEnvFile } from '../../src/config/load-env-file.ts';
import { readSettingFile } from '../../src/config/read-setting-file.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const readFile = (path: string) => readFileSync(path, 'utf8');

async function write(content: Buffer): Promise<string> {
  const path = join(await temporaryDirectory(), 'file');
  writeFileSync(path, content);
  return path;
}

describe('readSettingFile', () => {
  it.each([
    ['pässwörd', Buffer.from('pässwörd')],
    ['a byte order mark', Buffer.from('\ufeffa byte order mark')],
  ])('reads %s from UTF-8', async (text, content) => {
    expect(readSettingFile(await write(content), readFile)).toBe(text);
  });

  it.each([
    ['Latin-1', Buffer.from('pässwörd', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffpassword', 'utf16le')],
    ['UTF-16 without a mark', Buffer.from('password', 'utf16le')],
  ])('refuses %s, which would be another password', async (_encoding, content) => {
    const path = await write(content);

    expect(() => readSettingFile(path, readFile)).toThrow(
      /^In line 1 the file is not UTF-8 text\. Save it as UTF-8\. If it already is, write that line again\.$/,
    );
  });
});

describe('loadEnvFile', () => {
  it('names the line of a character that was lost when the file was saved as UTF-8', async () => {
    const path = await write(
      Buffer.from('# one\r\n# two\r\n# caf\ufffd\r\nDIFY_CONCURRENCY=1\r\n'),
    );

    expect(loadEnvFile(path, readFile)).toMatchObject({
      problems: [{ problem: { code: 'value_file_encoding_problem', values: { line: 3 } } }],
    });
  });

  it('refuses UTF-16, in which no variable would be found', async () => {
    const path = await write(Buffer.from('\ufeffDIFY_EMAIL=a@example.com\n', 'utf16le'));

    expect(loadEnvFile(path, readFile)).toMatchObject({
      variables: {},
      problems: [{ variable: '--env-file', problem: { code: 'value_file_encoding_problem' } }],
    });
  });
});
