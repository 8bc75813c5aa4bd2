import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A real directory of its own for one test, removed when that test is over. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'dify-usage-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
