import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const dockerfile = read('deploy/docker/Dockerfile');
const [, finalStage = ''] = dockerfile.split(/^FROM alpine.*$/m);

describe('deploy/docker/Dockerfile', () => {
  it('is one that a Dockerfile linter finds nothing in', () => {
    const findings = validate(dockerfile).map(({ message }) => message);

    expect(findings).toEqual([]);
  });

  it('starts the program itself, without a shell that would keep signals from it', () => {
    expect(finalStage).toContain(
      'ENTRYPOINT ["/usr/local/bin/node", "--", "/app/dist/bin/dify-usage.js"]\n',
    );
  });

  it('runs as a number that is not root and owns the directory of the state', () => {
    expect(finalStage).toContain('ARG UID=10001\n');
    expect(finalStage).toContain(`USER \${UID}:\${UID}\n`);
    expect(finalStage).toContain(
      'install -d -m 700 -o dify-usage -g dify-usage /var/lib/dify-usage\n',
    );
    expect(finalStage).toContain(`${variables.stateDir.name}=/var/lib/dify-usage\n`);
  });

  it('is of a run that ends: nothing to probe, to publish or to keep', () => {
    expect(finalStage.match(/^(?:HEALTHCHECK|EXPOSE|VOLUME|STOPSIGNAL)\b.*$/gm)).toBeNull();
    expect(finalStage.match(/^CMD .*$/gm)).toEqual(['CMD ["--help"]']);
  });

  it('has nothing in the image that only builds or tests the program', () => {
    expect(finalStage.match(/^COPY .*$/gm)).toEqual([
      'COPY --from=build /usr/local/bin/node /usr/local/bin/node',
      'COPY --from=build /app/package.json /app/',
      'COPY --from=build /app/node_modules /app/node_modules',
      'COPY --from=build /app/dist /app/dist',
    ]);
  });

  it('has what reads secrets from AWS when it is asked for, and else does without', async () => {
    expect(dockerfile).toContain('\nARG WITH_AWS=false\n');
    expect(await addAws('false')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await addAws('true')).toEqual({
      status: 0,
      stdout:
        'install --no-save --save-prod --omit=dev --omit=optional --omit=peer --ignore-scripts --no-audit --no-fund @aws-sdk/client-secrets-manager@3.1164.0\n',
      stderr: '',
    });
    expect(await addAws('yes')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'WITH_AWS must be true or false, not yes\n',
    });
  });

  it('is sent only what it copies, and no secret', () => {
    const ignored = read('deploy/docker/Dockerfile.dockerignore');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .sort();

    expect(ignored.match(/^[^#\n].*$/gm)).toEqual(['*', ...copied.map((source) => `!${source}`)]);
  });
});

/** Runs the step of the build with an npm that only says how it was called. */
async function addAws(withAws: string) {
  const [, step = ''] = /^RUN (case "\$WITH_AWS"[\s\S]*?esac)$/m.exec(dockerfile) ?? [];
  const bin = await temporaryDirectory();
  await writeFile(join(bin, 'npm'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', step], {
    encoding: 'utf8',
    env: { PATH: `${bin}:${process.env['PATH']}`, WITH_AWS: withAws },
  });
  return { status, stdout, stderr };
}

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
