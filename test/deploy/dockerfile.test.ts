import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';

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

  it('has nothing in the image that only builds or tests the program', () => {
    expect(finalStage.match(/^COPY .*$/gm)).toEqual([
      'COPY --from=build /usr/local/bin/node /usr/local/bin/node',
      'COPY --from=build /app/package.json /app/',
      'COPY --from=build /app/node_modules /app/node_modules',
      'COPY --from=build /app/dist /app/dist',
    ]);
  });

  it('is sent only what it copies, and no secret', () => {
    const ignored = read('deploy/docker/Dockerfile.dockerignore');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .sort();

    expect(ignored.match(/^[^#\n].*$/gm)).toEqual(['*', ...copied.map((source) => `!${source}`)]);
  });
});

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
