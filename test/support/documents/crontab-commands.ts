/** What cron hands to the shell: everything behind the five fields of the time. */
export function crontabCommands(crontab: string): readonly string[] {
  return [...crontab.matchAll(/^(?:[\d*]\S* +)(?:\S+ +){4}(.*)$/gm)].map(([, line = '']) => line);
}
