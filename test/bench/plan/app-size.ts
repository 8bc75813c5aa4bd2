import {
  type BenchApp,
  type BenchWorld,
  conversationsIn,
  leavesOf,
  messagesIn,
  type Span,
  spanOf,
  startOf,
  userOf,
} from '../world/bench-world.ts';
import type { AppSize } from './floor.ts';
import { leastWindows } from './least-windows.ts';

/** The sizes of a whole world, from its formulas. */
export function appSizes(world: BenchWorld): AppSize[] {
  const span = spanOf(world);
  // A price that the node rows of another app explain needs no minute to prove it.
  const explained = new Set(
    world.apps
      .filter(({ mode }) => mode === 'workflow' || mode === 'advanced-chat')
      .flatMap(({ models }) => models),
  );
  return world.apps.map((app) => {
    const isExplained = app.mode === 'chat' && app.models.every((model) => explained.has(model));
    const conversations = conversationsIn(app, app.calls);
    return {
      mode: app.mode,
      calls: app.calls,
      conversations,
      messagePages: sumPages(app, conversations),
      windows: 1,
      userMinutes: leastWindows(minutesOf(span, app, false)),
      modelMinutes: isExplained ? 0 : leastWindows(minutesOf(span, app, true)),
    };
  });
}

function sumPages(app: BenchApp, conversations: number): number {
  let sum = 0;
  for (let number = 0; number < conversations; number += 1) {
    sum += Math.ceil(messagesIn(app, number, app.calls) / 100);
  }
  return sum;
}

function* minutesOf(span: Span, app: BenchApp, byModel: boolean): Generator<Set<string>> {
  let minute = -1;
  let pairs = new Set<string>();
  for (let call = 0; call < app.calls; call += 1) {
    const its = Math.floor(startOf(span, app, call) / 60);
    if (its !== minute && minute !== -1) {
      yield pairs;
      pairs = new Set();
    }
    minute = its;
    const user = userOf(app, call);
    for (const { model } of byModel ? leavesOf(app, call) : [{ model: '' }]) {
      pairs.add(`${user} ${model}`);
    }
  }
  if (pairs.size > 0) yield pairs;
}
