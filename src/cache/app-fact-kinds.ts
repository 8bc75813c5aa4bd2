import * as v from 'valibot';
import type { Instant } from '../period/period.ts';
import type { AppModel } from '../usage/app.ts';
import type { FactKind } from './app-facts.ts';
import { InstantSchema, maybe } from './fact-schemas.ts';

/** An app's model configuration as it was last seen: a deleted app tells it no more. */
export type AppModelFact = { readonly readAt: Instant; readonly model: AppModel };

export const APP_MODEL: FactKind<AppModelFact> = {
  name: 'app_model',
  stays: 'all',
  schema: v.object({
    readAt: InstantSchema,
    model: v.object({ provider: v.string(), name: v.string(), savedAt: maybe(InstantSchema) }),
  }),
  encode: (fact) => fact,
  idOf: () => APP_MODEL_ID,
  at: ({ readAt }) => readAt,
};

export const APP_MODEL_ID = 'present';

/** Whether Dify has the app, as a run last found it otherwise than before. */
export type AppStateFact = {
  readonly readAt: Instant;
  /** When Dify made it: nothing was spent before. */
  readonly createdAt?: Instant | undefined;
  /** When its list did not show it any more for the first time: nothing was spent after. */
  readonly missingSince?: Instant | undefined;
};

export const APP_STATE: FactKind<AppStateFact> = {
  name: 'app_state',
  stays: 'all',
  schema: v.object({
    readAt: InstantSchema,
    createdAt: maybe(InstantSchema),
    missingSince: maybe(InstantSchema),
  }),
  encode: (fact) => fact,
  idOf: () => APP_STATE_ID,
  at: ({ readAt }) => readAt,
};

export const APP_STATE_ID = 'present';
