import type { App } from '../usage/app.ts';
import type { AppSizes } from './app-sizes.ts';
import type { KnownFacts } from './known-facts.ts';
import { measureLedgerApp } from './measure-ledger-app.ts';
import { measureAdvancedChatApp, measureWorkflowApp } from './measure-node-app.ts';
import type { PlanScope } from './plan-scope.ts';

/**
 * How large an app is, for at most six cheap requests: totals of lists with `limit=1`, and daily
 * statistics over the whole period (usage-data A, B, D, G.1). Undefined for a mode that this
 * program does not know: nothing is asked.
 *
 * Throws a `HttpError` when Dify does not answer.
 */
export async function measureApp(
  scope: PlanScope,
  app: App,
  known: KnownFacts,
): Promise<AppSizes | undefined> {
  switch (app.mode) {
    case 'workflow':
      return await measureWorkflowApp(scope, app, known);
    case 'advanced-chat':
      return await measureAdvancedChatApp(scope, app, known);
    case 'chat':
    case 'agent-chat':
    case 'completion':
    case 'agent':
      return await measureLedgerApp(scope, app, known);
    default:
      return undefined;
  }
}
