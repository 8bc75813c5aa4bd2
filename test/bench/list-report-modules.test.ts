import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { listReportModules } from './run/list-report-modules.ts';

/** Each module and what it holds. */
async function sourcesOf(modules: Readonly<Record<string, string>>): Promise<URL> {
  const sources = pathToFileURL(`${await temporaryDirectory()}/`);
  for (const [path, text] of Object.entries(modules)) {
    const file = new URL(path, sources);
    await mkdir(dirname(file.pathname), { recursive: true });
    await writeFile(file, text);
  }
  return sources;
}

describe('the modules of reports and notices', () => {
  it('are found behind all that an export imports', async () => {
    const sources = await sourcesOf({
      'main.ts': "import { warn } from './cli/warn.ts';\n",
      'cli/warn.ts': "export { warn } from '../notices/warn.ts';\n",
      'notices/warn.ts': 'export const warn = 1;\n',
      'commands/run-export.ts': "import '../reports/register.ts';\n",
      'reports/register.ts': "import {\n  draw,\n} from '../charts/draw.ts';\ndraw();\n",
      'charts/draw.ts': 'export function draw() {}\n',
    });

    expect(listReportModules(sources)).toEqual([
      'charts/draw.ts',
      'notices/warn.ts',
      'reports/register.ts',
    ]);
  });

  it('are none where they are loaded when they are needed, or are types only', async () => {
    const sources = await sourcesOf({
      'main.ts': "import type { Notice } from './notices/notice.ts';\n",
      'commands/run-export.ts': "const { draw } = await import('../charts/draw.ts');\n",
    });

    expect(listReportModules(sources)).toEqual([]);
  });

  it('are none in an export of this program', () => {
    expect(listReportModules(new URL('../../src/', import.meta.url))).toEqual([]);
  });
});
