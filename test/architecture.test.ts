import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
/** Words are as pure as figures. */
const CORE = ['period', 'usage', 'payload', 'language', 'text'];
const KNOWS_COMMAND_LINE = /^(?:cli|commands|completion|man)\/|^main\.ts$/;
/** Hashing is as pure as adding; nothing else of Node's is. */
const ALLOWED_PACKAGES = ['@date-fns/tz', 'date-fns', 'node:crypto', 'valibot'];

describe('the functional core', () => {
  const files = CORE.flatMap((folder) => filesIn(folder));

  it('imports itself only, and packages that know no disk, network, clock or log', () => {
    const strays = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !isAllowed(file, target))
        .map((target) => `${file} imports ${target}`),
    );

    expect(files.length).toBeGreaterThan(20);
    expect(strays).toEqual([]);
  });

  it('reads no clock, no environment and no random numbers', () => {
    const strays = files.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bMath\.random\(|\bconsole\.\w/.test(textOf(file)),
    );

    expect(strays).toEqual([]);
  });
});

describe('the source', () => {
  const files = filesIn('.');

  it('knows the command line only where commands are put together', () => {
    const strays = files
      .filter((file) => !KNOWS_COMMAND_LINE.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => resolved(file, target).startsWith('cli/'))
          .map((target) => `${file} imports ${target}`),
      );

    expect(strays).toEqual([]);
  });

  it('imports what is beside it with the suffix that Node resolves', () => {
    const strays = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => target.startsWith('.') && !/\.(?:ts|json)$/.test(target))
        .map((target) => `${file} imports ${target}`),
    );

    expect(strays).toEqual([]);
  });

  it('never imports from the tests', () => {
    const strays = files.filter((file) =>
      importsOf(file).some((target) => resolved(file, target).startsWith('..')),
    );

    expect(strays).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
    .sort();
}

function textOf(file: string): string {
  return readFileSync(join(SRC, file), 'utf8');
}

function importsOf(file: string): string[] {
  const matches = textOf(file).matchAll(/(?<!')\b(?:from|import)\s*\(?\s*'(?<target>[^']+)'/g);
  return [...matches].map(({ groups }) => groups?.['target'] ?? '');
}

/** Below `src/`, or outside of it beginning with `..`. */
function resolved(file: string, target: string): string {
  return target.startsWith('.') ? relative(SRC, join(SRC, dirname(file), target)) : '';
}

function isAllowed(file: string, target: string): boolean {
  if (target.startsWith('.')) return CORE.includes(resolved(file, target).split('/')[0] ?? '');
  return ALLOWED_PACKAGES.some((name) => target === name || target.startsWith(`${name}/`));
}
