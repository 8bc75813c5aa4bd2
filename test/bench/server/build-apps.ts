import { worldBuilder } from '../../support/fake-dify/builders.ts';
import type { World } from '../../support/fake-dify/world.ts';
import type { BenchWorld } from '../world/bench-world.ts';

/** What the bench server stores: the owner, the workspace, and the apps in the order of the world. */
export function buildApps(version: string, { apps }: BenchWorld): World {
  const builder = worldBuilder(version);
  for (const [place, { mode, models }] of apps.entries()) {
    const [model] = models;
    builder.app(mode, { name: `App ${place}`, model, createdAt: '2025-01-01T00:00:00Z' });
  }
  return builder.world;
}
