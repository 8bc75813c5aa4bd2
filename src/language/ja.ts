import { check } from './ja/check.ts';
import { commandLine } from './ja/command-line.ts';
import { config } from './ja/config.ts';
import { delivery } from './ja/delivery.ts';
import { dify } from './ja/dify.ts';
import { help } from './ja/help.ts';
import { network } from './ja/network.ts';
import { notices } from './ja/notices.ts';
import { receiver } from './ja/receiver.ts';
import { secrets } from './ja/secrets.ts';
import { state } from './ja/state.ts';
import { statuses } from './ja/statuses.ts';
import { summary } from './ja/summary.ts';
import { tables } from './ja/tables.ts';
import { variables } from './ja/variables.ts';
import { warnings } from './ja/warnings.ts';
import { words } from './ja/words.ts';
import type { Catalogue } from './say.ts';

/**
 * The catalogue in Japanese: です・ます in sentences, 〜してください where somebody has to act.
 *
 * app アプリ · body 本文 · lock ロック · period 期間 · proxy プロキシ · receipt 受領記録 · receiver 送信先 ·
 * run 実行 · spool スプール · state directory 状態ディレクトリ · token トークン (認証トークン where it
 * authenticates) · workspace ワークスペース
 */
export const ja = {
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
