import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBenchDify } from '../server/start-bench-dify.ts';
import { mixedWorld } from '../world/scenarios.ts';
import { runProgram } from './run-program.ts';

export type LoadedModules = {
  /** Paths below `dist/`. */
  readonly own: readonly string[];
  /** Packages and how many of their files. */
  readonly packages: ReadonlyMap<string, number>;
};

/** What node loads for an export, as its coverage report tells. */
export async function listModules(): Promise<LoadedModules> {
  const world = mixedWorld(20);
  const directory = await mkdtemp(join(tmpdir(), 'dify-usage-modules-'));
  const dify = await startBenchDify({ version: '1.14.2', world, latencyMs: 0, keepsLog: false });
  try {
    const env = { NODE_V8_COVERAGE: directory };
    await runProgram(dify, world, { mode: 'all', concurrency: 2, env });
    return sortOut(await readUrls(directory));
  } finally {
    await dify.close();
    await rm(directory, { recursive: true });
  }
}

async function readUrls(directory: string): Promise<Set<string>> {
  const urls = new Set<string>();
  for (const name of await readdir(directory)) {
    const { result } = JSON.parse(await readFile(join(directory, name), 'utf8'));
    for (const { url } of result) urls.add(String(url));
  }
  return urls;
}

function sortOut(urls: Iterable<string>): LoadedModules {
  const own: string[] = [];
  const packages = new Map<string, number>();
  for (const url of urls) {
    const ownPath = /\/dist\/(.*)$/.exec(url)?.[1];
    const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1];
    if (name !== undefined) packages.set(name, (packages.get(name) ?? 0) + 1);
    else if (ownPath !== undefined) own.push(ownPath);
  }
  return { own: own.sort(), packages };
}
