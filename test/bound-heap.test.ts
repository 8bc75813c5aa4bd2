import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { build } from 'rolldown';
import { expect, it } from 'vitest';
import { temporaryDirectory } from './support/temporary-directory.ts';

/** Fills the heap and collects garbage, so that it is bounded. */
const GROW = `
  import { setTimeout } from 'node:timers/promises';
  import { boundHeap } from './bound-heap.js';
  boundHeap();
  globalThis.kept = Array.from({ length: 2_000_000 }, (_, number) => ({ number, next: number }));
  globalThis.gc();
  await setTimeout(50);
  console.log(process.memoryUsage().heapUsed > 80_000_000);
`;

// V8 says to stderr that it does not know a flag, and goes on.
it('bounds a heap that grows by a flag that V8 knows', async () => {
  const directory = await temporaryDirectory();
  await build({ input: 'src/bound-heap.ts', platform: 'node', output: { dir: directory } });
  const script = join(directory, 'grow.mjs');
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
  await writeFile(script, GROW);

  const run = spawnSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });

  expect(run).toMatchObject({ status: 0, stdout: 'true\n', stderr: '' });
});
