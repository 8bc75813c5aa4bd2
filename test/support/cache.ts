import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CachedApp, CachedRecord } from '../../src/cache/cached-record.ts';

export const SOURCE = { origin: 'https://dify.example.com', workspaceId: 'workspace-1' };

/** The folder of that source. */
export const SOURCE_FOLDER = '7d6519f858e27f0bbc722008ef50076e';
export const APP_ID = '9f2c1b7e-0d3a-4c55-8e61-2b7f4a9d1c30';
export const DAY = '2026-10-05';

/** The segment of that app and day. */
export const SEGMENT = `cache/${SOURCE_FOLDER}/${APP_ID}/${DAY}.ndjson.gz`;

export function cachedApp(overrides: Partial<CachedApp> = {}): CachedApp {
  return { id: APP_ID, name: 'Translation', mode: 'workflow', ...overrides };
}

/** A run of that day. */
export function cachedRecord(overrides: Partial<CachedRecord> = {}): CachedRecord {
  return {
    kind: 'run',
    id: 'run-1',
    at: Date.parse('2026-10-05T10:00:00Z'),
    value: { status: 'succeeded', price: '0.0000750' },
    tokens: 15,
    units: [{ currency: 'USD', units: 750n }],
    ...overrides,
  };
}

export function linesOf(segment: Uint8Array): string[] {
  return gunzipSync(segment).toString().trimEnd().split('\n');
}

/** A file of these lines, whatever they say. */
export function segmentOf(lines: readonly string[]): Uint8Array {
  return gzipSync(lines.map((line) => `${line}\n`).join(''));
}

/** All files below a directory, in order. */
export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

/** Every segment below a state directory, relative to it. */
export async function listSegments(stateDir: string): Promise<string[]> {
  return (await filesBelow(stateDir)).filter((path) => path.endsWith('.ndjson.gz'));
}
