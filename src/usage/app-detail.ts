/** Who used an app: an end user of the API or web app, or a console account; never merged. */
export type UsageUser = {
  readonly type: 'end_user' | 'account';
  /** Dify's own id; an end user has another one in each app. */
  readonly id: string;
  /** The `user` value that callers pass, or the account's e-mail; untrusted text. */
  readonly session: string | undefined;
};

/** What one user did in one bucket; `user` is undefined for what nobody can be found for. */
export type UserUsage = {
  readonly bucket: string;
  readonly user: UsageUser | undefined;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** How many of these tokens were divided in proportion. */
  readonly allocatedTokens: number;
  readonly messages: number;
  readonly conversations: number;
};

/** How a figure came about: read, divided in proportion, or decided for want of knowledge. */
export type Certainty = 'exact' | 'allocated' | 'assumed';

/** What one user spent on one model in one bucket; undefined provider and model are `unknown`. */
export type ModelUsage = {
  readonly bucket: string;
  readonly user: UsageUser | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  /** Undefined where Dify does not tell (chat modes): decided when all apps are read. */
  readonly currency: string | undefined;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** In units of 0.0000001; a price that Dify does not split is in `promptUnits`. */
  readonly promptUnits: bigint;
  readonly completionUnits: bigint;
  readonly executions: number;
  readonly certainty: Certainty;
};

/** Users and models of one app, collected only for the output modes that show them. */
export type AppDetail = {
  readonly users: readonly UserUsage[];
  readonly models: readonly ModelUsage[];
  readonly notes: readonly DetailNote[];
};

/** Why a part of the detail is not simply what Dify says. */
export type DetailNote = {
  readonly bucket: string;
  readonly cause:
    | 'allocated_by_tokens'
    | 'allocated_by_generation'
    | 'minute_windows_exhausted'
    | 'model_unknown'
    | 'model_assumed'
    | 'ledger_exceeds_messages' // unattributed
    | 'messages_exceed_ledger' // unexplained
    | 'console_may_include_debug';
  readonly tokens: number;
  readonly units: bigint;
};

/** What an output mode needs; nothing else is asked of Dify. */
export type DetailNeeds = {
  readonly users: boolean;
  readonly models: boolean;
  /** Whether the messages of users are counted. */
  readonly messages: boolean;
};
