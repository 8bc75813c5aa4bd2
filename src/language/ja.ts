import { check } from './ja/check.ts';
import { commandLine } from './ja/command-line.ts';
import { config } from './ja/config.ts';
import { delivery } from './ja/delivery.ts';
import { dify } from './ja/dify.ts';
import { help } from './ja/help.ts';
import { network } from './ja/network.ts';
import { notices } from './ja/notices.ts';
import { period } from './ja/period.ts';
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
 * The catalogue in Japanese: です・ます in sentences, 〜してください where somebody has to act. Full-width
 * 、。（）「」？〜 and a half-width colon; a space between Japanese and Latin.
 *
 * allocated 按分 · app アプリ (個) · assumed 仮定 · body 本文 (件) · completion app テキスト生成 ·
 * deliver 送信 (届く where sending alone is not enough) · editor エディター（editor） · exact 正確 ·
 * kept 保管 · lock ロック · ms ミリ秒 · operator 運用担当者 · period 期間 · price 料金 · proxy プロキシ ·
 * receipt 受領記録 · receiver 送信先 · reconcile 照合 · refused for good 恒久的に拒否 · role ロール ·
 * run 実行 · spool スプール · state directory 状態ディレクトリ · token トークン (認証トークン where it
 * authenticates) · unattributed 帰属不明 · waiting 送信待ち · workspace ワークスペース
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
