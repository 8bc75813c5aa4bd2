import type { Catalogue } from './say.ts';
import { check } from './zh/check.ts';
import { commandLine } from './zh/command-line.ts';
import { config } from './zh/config.ts';
import { delivery } from './zh/delivery.ts';
import { dify } from './zh/dify.ts';
import { help } from './zh/help.ts';
import { network } from './zh/network.ts';
import { notices } from './zh/notices.ts';
import { period } from './zh/period.ts';
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
 * agent app Agent 应用 · app 应用 · assumed 推定 · body 请求体 · bug 程序缺陷 · chat app 聊天助手 ·
 * completion app 文本生成应用 · conversation 会话 · dry run 试运行 · editor “编辑”（editor） · e-mail 邮箱 ·
 * exit status 退出状态码 · header 请求头 · hop 环节 · lock 锁 · measured 实测 · period 期间 · provider 供应商 ·
 * proxy 代理 · receipt 回执 · receiver 接收端 (who runs it 运维方) · response 响应 · run 运行 · secret 机密 ·
 * spool 待发队列 · state directory 状态目录 · token stays (访问令牌 where it authenticates) · workspace 工作空间;
 * what Dify's console has a word for is called by it
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
  ...period,
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
