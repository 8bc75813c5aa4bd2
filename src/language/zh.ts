import type { Catalogue } from './say.ts';
import { check } from './zh/check.ts';
import { commandLine } from './zh/command-line.ts';
import { config } from './zh/config.ts';
import { delivery } from './zh/delivery.ts';
import { dify } from './zh/dify.ts';
import { help } from './zh/help.ts';
import { network } from './zh/network.ts';
import { notices } from './zh/notices.ts';
import { receiver } from './zh/receiver.ts';
import { secrets } from './zh/secrets.ts';
import { state } from './zh/state.ts';
import { statuses } from './zh/statuses.ts';
import { summary } from './zh/summary.ts';
import { tables } from './zh/tables.ts';
import { variables } from './zh/variables.ts';
import { warnings } from './zh/warnings.ts';
import { words } from './zh/words.ts';

/**
 * The catalogue in Simplified Chinese: short sentences, 请… where somebody has to act.
 *
 * app 应用 · body 正文 · lock 锁 · period 期间 · proxy 代理 · receipt 回执 · receiver 接收端 · run 运行 ·
 * spool 待发队列 · state directory 状态目录 · token stays (访问令牌 where it authenticates) · workspace 工作空间
 */
export const zh = {
  ...check,
  ...commandLine,
  ...config,
  ...delivery,
  ...dify,
  ...help,
  ...network,
  ...notices,
  ...receiver,
  ...secrets,
  ...state,
  ...statuses,
  ...summary,
  ...tables,
  ...variables,
  ...warnings,
  ...words,
} satisfies Catalogue;
