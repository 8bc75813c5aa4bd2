import { describe, expect, it } from 'vitest';
import { check } from '../../src/language/en/check.ts';
import { commandLine } from '../../src/language/en/command-line.ts';
import { config } from '../../src/language/en/config.ts';
import { dify } from '../../src/language/en/dify.ts';
import { network } from '../../src/language/en/network.ts';
import { notices } from '../../src/language/en/notices.ts';
import { period } from '../../src/language/en/period.ts';
import { receiver } from '../../src/language/en/receiver.ts';
import { secrets } from '../../src/language/en/secrets.ts';
import { state } from '../../src/language/en/state.ts';
import { en } from '../../src/language/en.ts';
import { ja } from '../../src/language/ja.ts';
import { divideTemplate, placeNames } from '../../src/language/template.ts';
import { zh } from '../../src/language/zh.ts';

type Templates = Readonly<Record<string, string>>;

const LANGUAGES: readonly (readonly [name: string, catalogue: Templates])[] = [
  ['English', en],
  ['Japanese', ja],
  ['Chinese', zh],
];

/** Every message that tells a failure, or a doubt about a setting: it names the thing and the cause, and has to name the cure. */
const FAILURES: Templates = {
  ...commandLine,
  ...config,
  ...dify,
  ...network,
  ...notices,
  ...period,
  ...receiver,
  ...secrets,
  ...state,
};

/** What is nothing but a cure, or a piece of one. */
const CURES =
  /_cure$(?<!_and_cure)|^cure_|^(?:proxy_or_around|unset_cure_(?:misspelt|renamed)|mistake_(?:choices|not_a_date|not_an_entry_id))$/;

/** What leaves the cure to the messages that fill one of its places. */
const DELEGATES: readonly (readonly [code: string, place: string, fillers: RegExp])[] = [
  ['config_error', 'problems', /^config_lines?(?:_without_cure)?$/],
  ['config_lines', 'first', /^config_lines?(?:_without_cure)?$/],
  ['config_line_without_cure', 'problem', /^period_/],
  ['dify_refusal', 'problem', /^(?:dify_(?:forbidden|account_\w+|session_refused)|login_\w+)$/],
  ['network_unreachable', 'problem', /^network_facts_and_cure$/],
  ['network_insecure', 'problem', /^tls_/],
  ['network_proxy', 'problem', /^(?:proxy|tls)_|^network_facts_and_cure$/],
  ['proxy_named_by', 'problem', /^network_facts_and_cure$/],
  ['network_format', 'what', /^format_/],
  ['receiver_answer', 'what', /^receiver_answer_/],
  ['state_unusable', 'reason', /^state_/],
  ['write_failed', 'reason', /^write_/],
];

/** What tells no cure of its own, and why it need not. */
const EXCEPTIONS: readonly (readonly [reason: string, codes: RegExp])[] = [
  ['what was meant is named, and after it the command whose help to read', /^mistake_/],
  [
    'it is a part of a message that names the cure',
    /^(?:network_facts|failure_\w+|header_of_\w+|lock_holder\w*|lock_file_unclear|config_heading\w*|period_the_period|network_through_proxy|network_redirect_\w+|receiver_redirects_\w+|receiver_said|receiver_(?:refused_token|proxy_credentials|no_address)|dify_(?:reason|another_address|html|no_json))$/,
  ],
  ['a file is damaged: the message around it says what becomes of that', /^damage_/],
  [
    'time alone cures it, and the next run tries again',
    /^(?:network_status(?:_detail)?|receiver_(?:temporary|deadline|interrupted)|interrupted)$/,
  ],
  [
    'the receiver says itself what is wrong with the body, which is kept in rejected/',
    /^receiver_(?:refused_body|too_large|answer_failure_said)$/,
  ],
  ['the reader of the output has to act, and knows where it goes', /^stdout_unwritable$/],
  [
    'it is gone in Dify, which the summary names with what it had spent',
    /^(?:dify_not_there|reading_file_missing)$/,
  ],
  ['nobody but Dify can mend how it stores runs', /^reading_cursor_ignored$/],
  ['only a developer can mend it, by the stack trace', /^bug$/],
];

/** Two problems with one cure have it under the name of the first, or of both. */
const SHARED_CURES = [
  'unset_without_home_problem',
  'origin_service_api_problem',
  'origin_path_problem',
  'header_twice_problem',
  'secret_key_empty_problem',
];

/** What a text names by itself, where no value of a place does: a setting, an option, a side, a file. */
const NAMED =
  /--[a-z]|[A-Z]+_[A-Z_]+|\b(?:Dify|AWS|command|cache|bill|token|option|file|header|receiver|configuration|certificate|authentication|password|stdout|Standard output)\b/;

/** What names nothing, and in which message it stands: that one has a place for the thing as well. */
const WITHIN: readonly (readonly [within: string, place: string, codes: RegExp])[] = [
  ['config_line', 'variable', /_problem$|^period_/],
  ['config_line', 'variable', /^notice_/],
  ['header_refused_problem', 'name', /^header_of_/],
  ['mistake_option_value', 'option', /^mistake_(?:empty|choices|not_)/],
  ['dify_redirects', 'host', /^dify_another_address$/],
  ['dify_foreign', 'host', /^dify_(?:html|no_json)$/],
  ['lock_held', 'directory', /^lock_holder_silent$/],
  ['state_unusable', 'path', /^state_(?:symbolic_link|no_directory)$/],
  ['write_failed', 'path', /^write_unknown$/],
  ['damage_in_spool_file', 'name', /^damage_/],
  ['network_unreachable', 'host', /^failure_|^cure_|^network_facts_and_cure$/],
  ['network_insecure', 'host', /^tls_/],
  ['network_proxy', 'proxy', /^proxy_/],
  ['network_format', 'host', /^format_/],
  ['network_redirect', 'host', /^network_redirect_/],
  ['receiver_answer', 'host', /^receiver_answer_/],
  ['receiver_redirects', 'host', /^receiver_redirects_/],
];

const codes = Object.keys(FAILURES);

describe('every message of a failure', () => {
  it('says what to do: after a mark, in a message beside it, or in one that fills a place', () => {
    const silent = codes.filter(
      (code) => !isMarked(code) && !hasCureBeside(code) && !isDelegated(code) && !isExempt(code),
    );

    expect(codes.filter(isMarked).length).toBeGreaterThan(90);
    expect(silent).toEqual([]);
  });

  it('names the thing: in a place, in a word, or in the message that it stands in', () => {
    const within = (code: string) => WITHIN.filter(([, , part]) => part.test(code));
    const nameless = codes.filter((code) => {
      const { problem } = divideTemplate(FAILURES[code] ?? '');
      const isNamed = placeNames(problem).length > 0 || NAMED.test(problem);
      return !isNamed && !CURES.test(code) && within(code).length === 0;
    });

    expect(nameless).toEqual([]);
    for (const [outer, place] of WITHIN) expect(placeNames(FAILURES[outer] ?? '')).toContain(place);
  });

  it('is an exception or delegates only where it has no cure of its own', () => {
    const delegating = codes.filter(isDelegated);
    const exempt = codes.filter((code) => isExempt(code) && !CURES.test(code));

    expect(delegating.filter((code) => isMarked(code) || isExempt(code))).toEqual([]);
    expect(exempt.filter((code) => isMarked(code) && !code.startsWith('mistake_'))).toEqual([]);
  });

  it('delegates to a place that it has, which messages with a cure fill', () => {
    for (const [code, place, fillers] of DELEGATES) {
      const filling = codes.filter((filler) => fillers.test(filler));

      expect(placeNames(FAILURES[code] ?? '')).toContain(place);
      expect(
        filling.filter((filler) => isMarked(filler) || CURES.test(filler) || isDelegated(filler)),
      ).not.toEqual([]);
    }
  });

  it('is an exception for a reason that still holds', () => {
    const idle = EXCEPTIONS.filter(([, exempt]) => !codes.some((code) => exempt.test(code)));

    expect(idle).toEqual([]);
  });

  it('has a cure beside each problem of a setting', () => {
    const lonely = codes.filter((code) => code.endsWith('_problem')).filter(isLonely);

    expect(lonely).toEqual(SHARED_CURES);
  });
});

describe.each(LANGUAGES)('the mark in the %s texts', (_name, catalogue) => {
  const divided = Object.entries(catalogue).map(
    ([code, text]) => [code, text, divideTemplate(text)] as const,
  );
  const marked = divided.filter(([, , { cure }]) => cure !== undefined);

  it('stands in those that have it in English, at most once', () => {
    expect(divided.filter(([, text]) => text.split('¦').length > 2)).toEqual([]);
    expect(marked.map(([code]) => code).sort()).toEqual(Object.keys(en).filter(isMarked).sort());
  });

  it('has a problem before it and a cure right after it', () => {
    const halves = marked.filter(
      ([, , { problem, cure = '' }]) =>
        problem.trim() === '' || !/^[^\s.;:,。；：，、]/u.test(cure),
    );

    expect(halves).toEqual([]);
  });

  it('has punctuation or a blank before it, which goes where problem and cure are told apart', () => {
    const unlinked = marked.filter(([, text, { problem }]) => text.split('¦')[0] === problem);

    expect(unlinked.map(([code]) => code).filter((code) => !ENDS_IN_SENTENCE.has(code))).toEqual(
      [],
    );
  });

  it('divides the places as the English one does, so that each side names the same things', () => {
    const english: Templates = en;
    const strays = marked.filter(
      ([code, , { cure = '' }]) =>
        placeNames(cure).toSorted().join() !==
        placeNames(divideTemplate(english[code] ?? '').cure ?? '')
          .toSorted()
          .join(),
    );

    expect(strays).toEqual([]);
  });

  it('stands in no cure, which is told as a whole', () => {
    expect(marked.map(([code]) => code).filter((code) => CURES.test(code))).toEqual([]);
  });

  it('has a cure for each finding of a check that is to be acted on', () => {
    const cures = Object.keys(check).filter((code) => code.endsWith('_cure'));

    expect(cures.length).toBeGreaterThan(35);
    expect(cures.filter((code) => catalogue[code] === '')).toEqual([]);
  });
});

/** What fills the place before the mark ends with a full stop of its own. */
const ENDS_IN_SENTENCE: ReadonlySet<string> = new Set([
  'command_line_see_help',
  'config_line',
  'notice_ca_unusable',
  'setting_invalid',
]);

function isMarked(code: string): boolean {
  const english: Templates = en;
  return divideTemplate(english[code] ?? '').cure !== undefined;
}

function hasCureBeside(code: string): boolean {
  if (CURES.test(code)) return true;
  return code.endsWith('_problem') && (!isLonely(code) || SHARED_CURES.includes(code));
}

function isLonely(problem: string): boolean {
  return FAILURES[problem.replace(/_problem$/, '_cure')] === undefined;
}

function isDelegated(code: string): boolean {
  return DELEGATES.some(([delegating]) => delegating === code);
}

function isExempt(code: string): boolean {
  return EXCEPTIONS.some(([, exempt]) => exempt.test(code));
}
