import { readFileSync } from 'node:fs';
import { DCLinter } from 'dclint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { variables } from '../../src/config/variables.ts';

const COMPOSE = 'deploy/docker/compose.yaml';
const DIFY_NETWORK = 'deploy/docker/compose.dify-network.yaml';

type Finding = { readonly line: number; readonly message: string };

/** What the linter holds about the order of lines is a matter of taste. */
const UNUSED_RULES = {
  'no-build-and-image': 0,
  'require-project-name-field': 0,
  'service-keys-order': 0,
  'top-level-properties-order': 0,
} as const;

describe('deploy/docker/compose.yaml', () => {
  const { services, secrets, volumes } = parse(readFileSync(COMPOSE, 'utf8'));
  const service = services['dify-usage'];

  it('is valid by the Compose specification, and with Dify’s network too', () => {
    const linter = new DCLinter({ rules: UNUSED_RULES, quiet: false, debug: false, exclude: [] });

    const results: readonly { readonly messages: readonly Finding[] }[] = linter.lintFiles(
      [COMPOSE, DIFY_NETWORK],
      false,
    );

    expect(results).toHaveLength(2);
    const findings = results.flatMap(({ messages }) =>
      messages.map(({ line, message }) => `${line}: ${message}`),
    );
    expect(findings).toEqual([]);
  });

  it('gives the container no more than a network and a place for its state', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      volumes: ['state:/var/lib/dify-usage'],
      restart: 'no',
    });
    expect(volumes).toHaveProperty('state');
    expect(Object.keys(service)).not.toContain('ports');
    expect(Object.keys(service)).not.toContain('privileged');
  });

  it('has the secrets in files, under the names that the program reads', () => {
    expect(service.environment).toEqual({
      [`${variables.difyPassword.name}_FILE`]: '/run/secrets/DIFY_PASSWORD',
      [`${variables.externalApiToken.name}_FILE`]: '/run/secrets/EXTERNAL_API_TOKEN',
      [variables.stateDir.name]: '/var/lib/dify-usage',
    });
    expect(service.secrets).toEqual(Object.keys(secrets));
  });

  it('builds an image without what reads secrets from AWS, unless it is asked for', () => {
    expect(service.build.args).toEqual({ WITH_AWS: `\${WITH_AWS:-false}` });
  });

  it('holds the lock under one name, by which a lock from before a restart is known', () => {
    expect(service.hostname).toBe('dify-usage');
  });

  it('reaches a Dify on the host, and in its own network through nginx', () => {
    const { services: joined, networks } = parse(readFileSync(DIFY_NETWORK, 'utf8'));

    expect(service.extra_hosts).toEqual(['host.docker.internal:host-gateway']);
    expect(joined['dify-usage']).toEqual({
      networks: ['default', 'dify'],
      environment: { [variables.difyApiBaseUrl.name]: 'http://nginx' },
    });
    expect(networks.dify).toEqual({ name: `\${DIFY_NETWORK:-docker_default}`, external: true });
  });
});
