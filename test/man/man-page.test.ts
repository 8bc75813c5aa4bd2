import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variables } from '../../src/config/variables.ts';
import { manPage } from '../../src/man/man-page.ts';
import { version, versionDate } from '../../src/version.ts';
import { hasProgram } from '../support/has-program.ts';

const [hasMandoc, hasGroff] = [hasProgram('mandoc'), hasProgram('groff')];

describe('the manual page', () => {
  const page = manPage();

  it('has the sections that readers look for', () => {
    expect([...page.matchAll(/^\.SH (.+)$/gm)].map(([, title]) => title)).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'OPTIONS OF EVERY COMMAND',
      'ENVIRONMENT',
      'FILES',
      'EXIT STATUS',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  it('tells every command, once', () => {
    expect([...page.matchAll(/^\.SS (dify\\-usage .+)$/gm)].map(([, usage]) => usage)).toEqual(
      expect.arrayContaining([
        'dify\\-usage export [options]',
        'dify\\-usage spool rm [options] <ids...>',
        'dify\\-usage cache clear [options]',
        'dify\\-usage completion [options] <shell>',
      ]),
    );
  });

  it.each(Object.values(variables).map(({ name }) => name))('explains %s', (name) => {
    expect(page).toContain(`\n.TP\n\\fB${name}\\fR\n`);
  });

  it('says what an option takes, what stands for a variable and where a secret may be', () => {
    expect(page).toContain(
      '\\fB\\-\\-mode <mode>\\fR\nSend records of this kind. Choices: per_app, workspace, both, per_user,\nper_model, all.\n',
    );
    expect(page).toContain('\nDefault: 120000.\n');
    expect(page).toContain('\n\\fBDIFY_PASSWORD_FILE\\fR names a file that holds it instead.\n');
  });

  it('says which names are understood beside a variable, and which of two wins', () => {
    expect(page).toContain('\n\\fBMAX_RETRY\\fR is understood as well.\n');
    expect(page).toContain('\n\\fBhttps_proxy\\fR outranks it.\n');
  });

  it.each([
    'NAME_FILE',
    '$CREDENTIALS_DIRECTORY/NAME',
    'aws\\-sm:SECRET_ID#KEY',
    'NODE_EXTRA_CA_CERTS',
    'NO_COLOR',
    '$DIFY_USAGE_STATE_DIR/login\\-refused\\-*.json',
  ])('explains %s, too', (term) => {
    expect(page).toContain(`\n.TP\n\\fB${term}\\fR\n`);
  });

  it('has the day of its version, whenever it is built', () => {
    const [, released = versionDate] =
      new RegExp(`^## \\[${version}\\] - (.*)$`, 'm').exec(readFileSync('CHANGELOG.md', 'utf8')) ??
      [];

    expect(page.split('\n')[0]).toBe(
      `.TH DIFY\\-USAGE 1 ${released} "dify\\-usage ${version}" "User Commands"`,
    );
  });

  it('has examples that can be copied', () => {
    expect(page).toContain('\n.RS 4\n.nf\ndify\\-usage export \\-\\-catch\\-up\n.fi\n.RE\n');
  });

  it('is where the package says it is', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({
      man: ['dist/man/dify-usage.1'], // npm links no page that is not in a list
    });
  });

  it.skipIf(!hasMandoc)(`is right for mandoc${hasMandoc ? '' : ' (mandoc is missing)'}`, () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'lint'], { input: page, encoding: 'utf8' });

    expect(stdout).toBe('');
  });

  it.skipIf(!hasGroff)(`is right for groff${hasGroff ? '' : ' (groff is missing)'}`, () => {
    const options = ['-man', '-ww', '-Tutf8', '-P-cbou'];
    const { stdout, stderr } = spawnSync('groff', options, { input: page, encoding: 'utf8' });

    expect(stderr).toBe('');
    expect(stdout).toContain('dify-usage export --period last_month --mode per_model --dry-run');
    expect(stdout).toContain('dify-usage completion zsh > "$');
    expect(stdout).toContain('.env.example');
    expect(stdout).toContain("Dify's server");
    expect(stdout).toContain('~/.local/state/dify-usage');
  });
});
