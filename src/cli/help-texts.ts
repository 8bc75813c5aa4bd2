export const PROGRAM_DESCRIPTION = `Exports the token usage and cost of a self-hosted Dify to a billing API.

It runs once and ends: the crontab says when. Settings come from options, the environment and an
env file, in this order; .env.example lists them. Data goes to stdout, everything else to stderr.`;

export const PROGRAM_EXAMPLES = `
Examples:
  See what would be sent for this month, without sending it:
    dify-usage export --dry-run --format table
  Send the whole last month, as the crontab does:
    dify-usage export --env-file /etc/dify-usage.env --period last_month --quiet
  See what waits to be delivered:
    dify-usage spool list`;

export const EXPORT_DESCRIPTION = `Reads the usage of a period from Dify and sends it to the receiver.

What cannot be delivered is kept in the spool and sent by the next run. A record always covers a
whole month, week or day, so the period is widened to whole ones.`;

export const EXPORT_EXAMPLES = `
Examples:
  This month so far, per app:
    dify-usage export
  The days of one week in Tokyo, per app and in total:
    dify-usage export --from 2026-11-23 --to 2026-11-29 --timezone Asia/Tokyo --aggregate daily --mode both
  How much the days of last month would ask of Dify, before it is asked:
    dify-usage export --period last_month --aggregate daily --mode all --plan
  Every month that was missed, because this machine was down:
    dify-usage export --catch-up
  Who used which model last month, to look at:
    dify-usage export --period last_month --mode per_model --dry-run --format table
  A file for the spreadsheet of a colleague, without sending anything:
    dify-usage export --period last_month --dry-run --format csv --bom --output usage.csv`;

export const SPOOL_DESCRIPTION = `Shows and mends what could not be delivered.

Bodies wait in the spool until the receiver accepts them. Those that it refuses for good are kept
in rejected/, damaged files in quarantine/.`;

export const SPOOL_EXAMPLES = `
Examples:
  dify-usage spool list
  dify-usage spool show 4f9d1c7a0b2e8d6355aa01c94e7f2b60
  dify-usage spool retry
  dify-usage spool rm 4f9d1c7a0b2e8d6355aa01c94e7f2b60 --yes`;

export const CACHE_DESCRIPTION = `Checks or removes what was kept of Dify.

Finished runs and past messages do not change, so an export keeps them in the state directory and
asks Dify only for what is new. Damaged files are noticed and read from Dify again.`;

export const CACHE_EXAMPLES = `
Examples:
  dify-usage cache verify
  dify-usage cache clear --before 2025-04-01
  dify-usage cache clear --yes`;

export const CONFIG_DESCRIPTION = `Shows every setting with the value in effect, and where it is from.

It names everything that is wrong, and variables that nobody reads. Secrets are never shown. An
export with the same options and environment would use the same settings.`;

export const CONFIG_EXAMPLES = `
Examples:
  dify-usage config --env-file /etc/dify-usage.env
  dify-usage config --env-file /etc/dify-usage.env --mode per_user --json`;

export const COMPLETION_DESCRIPTION = `Prints a script that completes commands, options and their values.

It is made of the same source as this help, and needs neither settings nor network.`;

export const COMPLETION_EXAMPLES = `
Examples:
  bash, for you alone:
    mkdir -p ~/.local/share/bash-completion/completions
    dify-usage completion bash > ~/.local/share/bash-completion/completions/dify-usage
  zsh, in a directory that fpath has before compinit runs:
    dify-usage completion zsh > "\${fpath[1]}/_dify-usage"
  fish:
    dify-usage completion fish > ~/.config/fish/completions/dify-usage.fish`;
