import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';

type Places = {
  readonly directory: string;
  /** Where `npm install --global` puts a package. */
  readonly prefix: string;
  /** The settings, as somebody leaves them who edits the file. */
  readonly filledIn: string;
};

/** Directories for the PATH. */
type StandIns = {
  readonly inFront: string;
  readonly behind: string;
};

/**
 * Programs that stand in front of the real ones, and only where a test cannot have these: root, an editor,
 * somebody's crontab, a registry. Behind all of them is the built program, for whoever has not installed one.
 */
export async function standIns({ directory, prefix, filledIn }: Places): Promise<StandIns> {
  const npm = execFileSync('/bin/sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  const modules = resolve('node_modules');
  const home = join(prefix, 'lib/node_modules/dify-usage');
  const inFront = await writePrograms(join(directory, 'in-front'), {
    sudo: 'exec "$@"',
    'fill-in': `cat '${filledIn}' > "$1"`,
    crontab: 'exit 0',
    node: `exec '${process.execPath}' "$@"`,
    // What a registry would bring is here already; what npm makes of an archive is a directory and a link.
    npm: `case "$*" in
      ci) ln -sfn '${modules}' node_modules ;;
      'install --global '*.tgz)
        mkdir -p '${home}' '${prefix}/bin'
        tar -xzf "$3" -C '${home}' --strip-components 1
        ln -sfn '${modules}' '${home}/node_modules'
        chmod +x '${home}/dist/bin/dify-usage.js'
        ln -sfn '${home}/dist/bin/dify-usage.js' '${prefix}/bin/dify-usage' ;;
      *) exec '${npm}' "$@" ;;
    esac`,
  });
  const behind = await writePrograms(join(directory, 'behind'), {
    'dify-usage': `exec '${process.execPath}' -- '${resolve('dist/bin/dify-usage.js')}' "$@"`,
  });
  return { inFront, behind };
}

async function writePrograms(
  directory: string,
  scripts: Readonly<Record<string, string>>,
): Promise<string> {
  await mkdir(directory);
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return directory;
}
