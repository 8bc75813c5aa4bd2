import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { moduleGraph } from '../support/module-graph.ts';

describe('start-up', () => {
  it('loads no package but commander until a command needs more', () => {
    const { packages } = moduleGraph(new URL('../../src/main.ts', import.meta.url));

    expect([...packages].filter((name) => !isBuiltin(name))).toEqual(['commander']);
  });
});
