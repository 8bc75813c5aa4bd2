import { period as english } from '../en/period.ts';
import { translation } from '../translation.ts';

export const period = translation(english, {
  period_none:
    'そのような期間はありません。¦{words}、custom、last_7_days のような last_N_days、2026-11 のような月、2026-11-30 のような日のいずれかを指定してください。',
  period_backwards:
    '期間の最後の日 {last} が最初の日 {first} より前です。¦START_DATE（--from）と END_DATE（--to）を入れ替えてください。両日とも期間に含まれます。',
  period_days:
    '{text} は期間ではありません。¦last_7_days のように 1 から {max} までの日数を指定してください。',
  period_month: '{text} という月はありません。¦2026-11 のように年と月を記入してください。',
  period_no_date:
    'custom 期間には {name} が必要ですが、設定されていません。¦2026-11-30 のような日付を指定してください。',
  period_date:
    '{name} の値が日付ではありません。¦2026-11-30 のような実在する日を記入してください。',
  period_the_period: '期間',
  period_not_begun:
    '期間 {period} はまだ始まっていません。{zone} では今日は {today} です。¦今日以前に始まる期間を指定してください。',
});
