import type { ExitCode } from '../exit-code.ts';
import type { Text } from '../language/message.ts';

/** What one look at a hop has found. */
export type Finding = {
  /** A warning is worth knowing and does not stop an export. */
  readonly status: 'ok' | 'warning' | 'failed';
  /** Stable, for filters: `login_refused`. */
  readonly code: string;
  /** A sentence without a secret; what others have written in it is already harmless. */
  readonly found: Text;
  /** What makes it right, where something is wrong and `found` does not say that itself. */
  readonly cure?: Text | undefined;
  /** How an export would end for this reason; of a failure only. */
  readonly exitCode?: ExitCode;
};

/** Without a value the hops that build on this one are not tried. */
export type HopResult<Value> = {
  readonly findings: readonly Finding[];
  readonly value?: Value | undefined;
};

/** The parts of the way that an export goes, in its order. */
export type HopName =
  | 'configuration'
  | 'state_directory'
  | 'lock'
  | `${'dify' | 'receiver'}_${'proxy' | 'dns' | 'tcp' | 'tls' | 'clock'}`
  | 'dify_version'
  | 'dify_login'
  | 'dify_workspace'
  | 'dify_time_zone'
  | 'dify_apps'
  | 'dify_role'
  | 'dify_retention'
  | 'receiver_access'
  | 'receiver_test'
  | 'spool'
  | 'receipts';

/** One line of the report. */
export type Hop = {
  readonly name: HopName;
  readonly status: Finding['status'] | 'not_tried';
  readonly code: string;
  readonly found: Text;
  readonly cure: Text | undefined;
  readonly exitCode: ExitCode;
};

export function ok(found: Text): Finding {
  return { status: 'ok', code: 'ok', found };
}

export function warning(code: string, found: Text, cure?: Text): Finding {
  return { status: 'warning', code, found, cure };
}

/** Without a cure where `found` says it. */
export function failed(exitCode: ExitCode, code: string, found: Text, cure?: Text): Finding {
  return { status: 'failed', code, found, cure, exitCode };
}
