import type { CalendarDate } from '../period/calendar-date.ts';

export const payloadFormats = ['json', 'ndjson', 'csv', 'table'] as const;

export type PayloadFormat = (typeof payloadFormats)[number];

/** Those that a completion script can be printed for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** The options that every command has. */
export type GlobalFlags = {
  readonly envFile: string | undefined;
  readonly caFile: string | undefined;
  /** As it was typed. */
  readonly lang: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
};

/** Texts are as they were typed: the configuration reads them together with the environment. */
export type SettingFlags = GlobalFlags & {
  readonly period: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly timezone: string | undefined;
  readonly aggregate: string | undefined;
  readonly mode: string | undefined;
  readonly concurrency: string | undefined;
};

export type ExportFlags = SettingFlags & {
  readonly maxRps: string | undefined;
  /** In lower case, each once. */
  readonly appIds: readonly string[] | undefined;
  readonly partialBuckets: boolean;
  readonly strict: boolean;
  /** Sends what the receiver has acknowledged already. */
  readonly force: boolean;
  readonly noCache: boolean;
  /** How many periods without a receipt to export at most; undefined: only the configured one. */
  readonly catchUp: number | undefined;
  readonly forceLogin: boolean;
  readonly lockWaitMs: number;
  readonly dryRun: boolean;
  /** Only says what the export would ask of Dify. */
  readonly plan: boolean;
  readonly format: PayloadFormat | undefined;
  readonly bom: boolean;
  /** A path. */
  readonly output: string | undefined;
};

/** What the program was asked to do. */
export type Command =
  | { readonly kind: 'export'; readonly flags: ExportFlags }
  | { readonly kind: 'spool-list'; readonly flags: GlobalFlags }
  | { readonly kind: 'spool-show'; readonly flags: GlobalFlags; readonly id: string }
  | {
      readonly kind: 'spool-retry';
      readonly flags: GlobalFlags;
      readonly ids: readonly string[];
      readonly lockWaitMs: number;
    }
  | {
      readonly kind: 'spool-rm';
      readonly flags: GlobalFlags;
      readonly ids: readonly string[];
      readonly yes: boolean;
      readonly lockWaitMs: number;
    }
  | { readonly kind: 'cache-verify'; readonly flags: GlobalFlags }
  | {
      readonly kind: 'cache-clear';
      readonly flags: GlobalFlags;
      /** Only what is of UTC days before this one. */
      readonly before: CalendarDate | undefined;
      readonly yes: boolean;
      readonly lockWaitMs: number;
    }
  | {
      readonly kind: 'check';
      readonly flags: GlobalFlags;
      /** Posts a body without records. */
      readonly sendTest: boolean;
      readonly forceLogin: boolean;
    }
  | { readonly kind: 'config'; readonly flags: SettingFlags }
  | { readonly kind: 'completion'; readonly flags: GlobalFlags; readonly shell: Shell }
  /** Help or version, which is already printed. */
  | { readonly kind: 'shown' };

export type SpoolCommand = Extract<Command, { kind: `spool-${string}` }>;
export type CacheCommand = Extract<Command, { kind: `cache-${string}` }>;
export type CheckCommand = Extract<Command, { kind: 'check' }>;
