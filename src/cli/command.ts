export const payloadFormats = ['json', 'ndjson', 'csv', 'table'] as const;

export type PayloadFormat = (typeof payloadFormats)[number];

/** The options that every command has. */
export type GlobalFlags = {
  readonly envFile: string | undefined;
  readonly caFile: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
};

/** Texts are as they were typed: the configuration reads them together with the environment. */
export type ExportFlags = GlobalFlags & {
  readonly period: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly timezone: string | undefined;
  readonly aggregate: string | undefined;
  readonly mode: string | undefined;
  readonly concurrency: string | undefined;
  readonly maxRps: string | undefined;
  /** In lower case, each once. */
  readonly appIds: readonly string[] | undefined;
  readonly partialBuckets: boolean;
  readonly strict: boolean;
  readonly forceLogin: boolean;
  readonly dryRun: boolean;
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
  | { readonly kind: 'spool-retry'; readonly flags: GlobalFlags; readonly ids: readonly string[] }
  | {
      readonly kind: 'spool-rm';
      readonly flags: GlobalFlags;
      readonly ids: readonly string[];
      readonly yes: boolean;
    }
  /** Help or version, which is already printed. */
  | { readonly kind: 'shown' };
