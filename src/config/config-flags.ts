/** What the command line says about the configuration; texts are as they were typed. */
export type ConfigFlags = {
  readonly envFile?: string | undefined;
  readonly caFile?: string | undefined;
  readonly lang?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly period?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timezone?: string | undefined;
  readonly aggregate?: string | undefined;
  readonly mode?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly maxRps?: string | undefined;
  readonly appIds?: readonly string[] | undefined;
  readonly partialBuckets?: boolean | undefined;
  readonly strict?: boolean | undefined;
  readonly forceLogin?: boolean | undefined;
};
