/** What is wrong with the period that is asked for. */
export const period = {
  period_none:
    'There is no such period. ¦Use one of {words}, custom, last_N_days such as last_7_days, a month such as 2026-11, or a day such as 2026-11-30.',
  period_backwards:
    'The period ends on {last}, before it starts on {first}. ¦Swap START_DATE (--from) and END_DATE (--to); both days are included.',
  period_days: '{text} is not a period. ¦Use 1 to {max} days, such as last_7_days.',
  period_month: 'There is no month {text}. ¦Write year and month, such as 2026-11.',
  period_no_date:
    'A custom period needs {name}, which is not set. ¦Give a date such as 2026-11-30.',
  period_date: '{name} is not a date. ¦Write a day that exists, such as 2026-11-30.',
  period_the_period: 'The period',
  period_not_begun:
    'The period {period} has not begun: in {zone} it is {today}. ¦Choose one that starts today or earlier.',
} as const;
