import type { Hop, HopName } from '../check/hop.ts';
import type { ExitCode } from './exit-code.ts';

/** Puts the hops of a check into lines for a person, one after the other. */
export type CheckReport = {
  /** With the heading of its group where one begins; empty when nothing is to be said. */
  line(hop: Hop): string;
  end(hops: readonly Hop[], status: ExitCode): string;
};

const MARKS: Readonly<Record<Hop['status'], string>> = {
  ok: '✔',
  warning: '!',
  failed: '✘',
  not_tried: '–',
};

type Group = 'This machine' | 'Dify' | 'Receiver' | 'Deliveries';

const TITLES: Readonly<Record<HopName, readonly [group: Group, title: string]>> = {
  configuration: ['This machine', 'configuration'],
  state_directory: ['This machine', 'state directory'],
  lock: ['This machine', 'lock'],
  dify_proxy: ['Dify', 'proxy'],
  dify_dns: ['Dify', 'DNS'],
  dify_tcp: ['Dify', 'TCP'],
  dify_tls: ['Dify', 'TLS'],
  dify_version: ['Dify', 'version'],
  dify_clock: ['Dify', 'clock'],
  dify_login: ['Dify', 'login'],
  dify_workspace: ['Dify', 'workspace'],
  dify_time_zone: ['Dify', 'time zone'],
  dify_apps: ['Dify', 'apps'],
  dify_role: ['Dify', 'role'],
  dify_retention: ['Dify', 'log retention'],
  receiver_proxy: ['Receiver', 'proxy'],
  receiver_dns: ['Receiver', 'DNS'],
  receiver_tcp: ['Receiver', 'TCP'],
  receiver_tls: ['Receiver', 'TLS'],
  receiver_access: ['Receiver', 'access'],
  receiver_clock: ['Receiver', 'clock'],
  receiver_test: ['Receiver', 'test body'],
  spool: ['Deliveries', 'spool'],
  receipts: ['Deliveries', 'receipts'],
};

const TITLE_WIDTH = Math.max(...Object.values(TITLES).map(([, title]) => title.length));
const CURE_INDENT = ' '.repeat(TITLE_WIDTH + 6);

export function createCheckReport({ quiet }: { readonly quiet: boolean }): CheckReport {
  let shown: Group | undefined;
  return {
    line(hop) {
      if (quiet && hop.status !== 'failed') return '';
      const [group, title] = TITLES[hop.name];
      const heading = group === shown ? '' : `${group}\n`;
      shown = group;
      const line = `  ${MARKS[hop.status]} ${title.padEnd(TITLE_WIDTH)}  ${hop.found}\n`;
      return `${heading}${line}${hop.cure === undefined ? '' : `${CURE_INDENT}${hop.cure}\n`}`;
    },
    end(hops, status) {
      const count = (wanted: Hop['status']) => hops.filter((hop) => hop.status === wanted).length;
      if (quiet && status === 0) return '';
      const failures = count('failed');
      const rest = `${count('warning')} warning(s), ${count('not_tried')} not tried`;
      return failures === 0
        ? `An export can run: no failure, ${rest}.\n`
        : `${failures} failure(s), ${rest}; status ${status}.\n`;
    },
  };
}
