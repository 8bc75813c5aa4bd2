import type { Hop, HopName } from '../check/hop.ts';
import type { ExitCode } from '../exit-code.ts';
import { type MessageCode, message } from '../language/message.ts';
import type { Say } from '../language/say.ts';
import { displayWidth } from './formats/display-width.ts';
import { tellHop } from './tell-hop.ts';

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

type Group = 'machine' | 'dify' | 'receiver' | 'deliveries';

type TitleCode = Extract<MessageCode, `check_title_${string}`>;
type Title = TitleCode extends `check_title_${infer Name}` ? Name : never;

const TITLES: Readonly<Record<HopName, readonly [group: Group, title: Title]>> = {
  configuration: ['machine', 'configuration'],
  state_directory: ['machine', 'state_directory'],
  lock: ['machine', 'lock'],
  dify_proxy: ['dify', 'proxy'],
  dify_dns: ['dify', 'dns'],
  dify_tcp: ['dify', 'tcp'],
  dify_tls: ['dify', 'tls'],
  dify_version: ['dify', 'version'],
  dify_clock: ['dify', 'clock'],
  dify_login: ['dify', 'login'],
  dify_workspace: ['dify', 'workspace'],
  dify_time_zone: ['dify', 'time_zone'],
  dify_apps: ['dify', 'apps'],
  dify_role: ['dify', 'role'],
  dify_retention: ['dify', 'retention'],
  receiver_proxy: ['receiver', 'proxy'],
  receiver_dns: ['receiver', 'dns'],
  receiver_tcp: ['receiver', 'tcp'],
  receiver_tls: ['receiver', 'tls'],
  receiver_access: ['receiver', 'access'],
  receiver_clock: ['receiver', 'clock'],
  receiver_test: ['receiver', 'test'],
  spool: ['deliveries', 'spool'],
  receipts: ['deliveries', 'receipts'],
};

export function createCheckReport({ quiet }: { readonly quiet: boolean }, say: Say): CheckReport {
  const titles = Object.values(TITLES).map(([, title]) => say(message(`check_title_${title}`)));
  const titleWidth = Math.max(...titles.map(displayWidth));
  const cureIndent = ' '.repeat(titleWidth + 6);
  let shown: Group | undefined;
  return {
    line(hop) {
      if (quiet && hop.status !== 'failed') return '';
      const [group, name] = TITLES[hop.name];
      const heading = group === shown ? '' : `${say(message(`check_group_${group}`))}\n`;
      shown = group;
      const title = say(message(`check_title_${name}`));
      const gap = ' '.repeat(titleWidth - displayWidth(title));
      const { found, cure } = tellHop(hop, say);
      const line = `  ${MARKS[hop.status]} ${title}${gap}  ${found}\n`;
      return `${heading}${line}${cure === undefined ? '' : `${cureIndent}${cure}\n`}`;
    },
    end(hops, status) {
      const count = (wanted: Hop['status']) => hops.filter((hop) => hop.status === wanted).length;
      if (quiet && status === 0) return '';
      const failures = count('failed');
      const rest = { warnings: count('warning'), untried: count('not_tried') };
      const text =
        failures === 0
          ? message('check_can_run', rest)
          : message('check_failures', { failures, ...rest, status });
      return `${say(text)}\n`;
    },
  };
}
