import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { exitStatusTable } from '../../src/cli/exit-status-table.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { variables } from '../../src/config/variables.ts';
import { sayInEnglish } from '../../src/language/say.ts';

const manifests = parseAllDocuments(readFileSync('deploy/kubernetes/cronjob.yaml', 'utf8')).map(
  (document) => document.toJS(),
);
const [config, claim, currentMonth, lastMonth] = manifests;

/** Where Kubernetes' own types declare each kind. */
const TYPES = {
  ConfigMap: 'core/v1',
  PersistentVolumeClaim: 'core/v1',
  CronJob: 'batch/v1',
} as const;

describe('deploy/kubernetes/cronjob.yaml', () => {
  it('has only what Kubernetes’ own types admit', () => {
    expect(typeErrorsOf(manifests)).toBe('');
  });

  it('would be found out if a field were misspelt', () => {
    const misspelt = { ...currentMonth, spec: { ...currentMonth.spec, timezone: 'Asia/Tokyo' } };

    expect(typeErrorsOf([misspelt])).toContain(`'"timezone"' does not exist in type`);
  });

  it('keeps one run at a time from the state, by schedule and by volume', () => {
    expect(claim.spec.accessModes).toEqual(['ReadWriteOncePod']);
    for (const { spec } of [currentMonth, lastMonth]) {
      expect(spec).toMatchObject({ timeZone: 'Asia/Tokyo', concurrencyPolicy: 'Forbid' });
      expect(spec.jobTemplate.spec.template.spec).toMatchObject({
        hostname: 'dify-usage',
        restartPolicy: 'Never',
      });
    }
  });

  it('has two jobs that differ in nothing but name, time and period', () => {
    const { args, ...rest } = containerOf(lastMonth);
    const twin = structuredClone(currentMonth);
    twin.metadata.name = lastMonth.metadata.name;
    twin.spec.schedule = lastMonth.spec.schedule;
    containerOf(twin).args = args;

    expect(lastMonth).toEqual(twin);
    expect(rest).toMatchObject({ image: 'registry.example.com/dify-usage:0.1.0' });
  });

  it('runs commands that the program understands', () => {
    const nowhere = { write: () => true };
    const commands = [currentMonth, lastMonth].map((job) =>
      parseCommandLine(containerOf(job).args, {
        say: sayInEnglish,
        stdout: nowhere,
        stderr: nowhere,
      }),
    );

    expect(commands).toMatchObject([
      { kind: 'export', flags: { period: 'current_month' } },
      { kind: 'export', flags: { period: 'last_month', lockWaitMs: 3_000_000 } },
    ]);
  });

  it('becomes a check by the patch of docs/DEPLOYMENT.md', () => {
    const [, patch = ''] =
      /--patch '(\[.*\])'/.exec(readFileSync('docs/DEPLOYMENT.md', 'utf8')) ?? [];
    const [{ op, path, value }, ...others] = JSON.parse(patch);
    // `kubectl create job --from` makes the Job of the template.
    const template = currentMonth.spec.jobTemplate;
    const keys: readonly string[] = path.split('/').slice(1);

    expect(others).toEqual([]);
    expect(op).toBe('replace');
    expect(keys.reduce((value, key) => value[key], template)).toBe(containerOf(currentMonth).args);
    const nowhere = { write: () => true };
    expect(
      parseCommandLine(value, { say: sayInEnglish, stdout: nowhere, stderr: nowhere }),
    ).toMatchObject({ kind: 'check' });
  });

  it('has the mode of the secrets as every version of YAML reads it', () => {
    const [, secrets] = currentMonth.spec.jobTemplate.spec.template.spec.volumes;

    expect(secrets.secret.defaultMode).toBe(0o400);
  });

  it('sets variables that the program reads', () => {
    const known = Object.values(variables).flatMap(({ name }) => [name, `${name}_FILE`]);

    expect(Object.keys(config.data).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('calls for a person on each status that no later run puts right', () => {
    const { rules } = currentMonth.spec.jobTemplate.spec.podFailurePolicy;
    const forPeople = exitStatusTable
      .filter(({ actor }) => /developer|operator|caller/.test(sayInEnglish(actor)))
      .map(({ code }) => code);

    expect(rules[1].onExitCodes.values).toEqual(forPeople);
  });

  it('needs no rights', () => {
    const pod = currentMonth.spec.jobTemplate.spec.template.spec;

    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001 },
    });
    expect(containerOf(currentMonth).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a manifest is checked by its types in the first test
function containerOf(cronJob: any): any {
  return cronJob.spec.jobTemplate.spec.template.spec.containers[0];
}

function typeErrorsOf(resources: readonly { readonly kind: keyof typeof TYPES }[]): string {
  const lines = resources.flatMap((resource, index) => [
    `import type { ${resource.kind} as Kind${index} } from 'kubernetes-types/${TYPES[resource.kind]}';`,
    `export const resource${index}: Kind${index} = ${JSON.stringify(resource)};`,
  ]);
  mkdirSync('.cache/test', { recursive: true });
  const file = '.cache/test/cronjob.ts';
  writeFileSync(file, lines.join('\n'));
  try {
    const options = ['--noEmit', '--ignoreConfig', '--strict', '--skipLibCheck', '--types', ''];
    execFileSync('node_modules/.bin/tsc', [
      ...options,
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      file,
    ]);
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
