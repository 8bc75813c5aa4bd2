import { emptyAccountMemory } from './account-memory.ts';
import type { FakeSettings, FakeState } from './route.ts';
import type { World } from './world.ts';

/** The defaults of Dify's docker deployment, set up and without an admin key. */
export function fakeState(
  version: string,
  world: World,
  settings: Partial<FakeSettings> = {},
  now: () => number = Date.now,
): FakeState {
  return {
    version,
    world,
    settings: {
      secureCookies: false,
      cookieDomain: undefined,
      accessTokenSeconds: 3600,
      adminApiKey: undefined,
      passwordLogin: true,
      setUp: true,
      allowRegister: false,
      ...settings,
    },
    memory: emptyAccountMemory(),
    now,
  };
}
