import { period as english } from '../en/period.ts';
import { translation } from '../translation.ts';

export const period = translation(english, {
  period_none:
    '没有这样的期间。¦请使用 {words}、custom、last_N_days（例如 last_7_days）、月份（例如 2026-11）或日期（例如 2026-11-30）。',
  period_backwards:
    '期间的结束日 {last} 早于开始日 {first}。¦请交换 START_DATE（--from）和 END_DATE（--to）；两天均包含在内。',
  period_days: '{text} 不是期间。¦请使用 1 到 {max} 天，例如 last_7_days。',
  period_month: '没有月份 {text}。¦请写年和月，例如 2026-11。',
  period_no_date: '期间为 custom 时需要 {name}，但未设置。¦请给出日期，例如 2026-11-30。',
  period_date: '“{name}”不是日期。¦请写实际存在的日期，例如 2026-11-30。',
  period_the_period: '期间',
  period_not_begun: '期间 {period} 尚未开始：{zone} 当前是 {today}。¦请选择今天或更早开始的期间。',
});
