import { type Preset, presetOf } from './presets.ts';
import type { World } from './world.ts';

/** A world while it is being built. */
export type Draft = {
  readonly version: string;
  readonly preset: Preset;
  readonly world: World;
  nextId(): string;
};

export const SECOND_US = 1_000_000;
export const LONG_AGO = '2026-01-01T00:00:00Z';

export function emptyDraft(version: string): Draft {
  let ids = 0;
  return {
    version,
    preset: presetOf(version),
    world: {
      workspaces: [],
      accounts: [],
      members: [],
      apps: [],
      endUsers: [],
      conversations: [],
      messages: [],
      runs: [],
      nodes: [],
      logs: [],
    },
    nextId() {
      ids += 1;
      return `00000000-0000-4000-8000-${ids.toString().padStart(12, '0')}`;
    },
  };
}

export function toUs(iso: string): number {
  return Date.parse(iso) * 1000;
}

/** Message and log times are rounded, up to half a second before or after the run's. */
export function roundToSecond(us: number): number {
  return Math.round(us / SECOND_US) * SECOND_US;
}
