import { describe, expect, it } from 'vitest';
import { check } from '../../src/language/en/check.ts';
import { commandLine } from '../../src/language/en/command-line.ts';
import { config } from '../../src/language/en/config.ts';
import { dify } from '../../src/language/en/dify.ts';
import { network } from '../../src/language/en/network.ts';
import { receiver } from '../../src/language/en/receiver.ts';
import { secrets } from '../../src/language/en/secrets.ts';
import { state } from '../../src/language/en/state.ts';
import { ja } from '../../src/language/ja.ts';
import type { Catalogue } from '../../src/language/say.ts';
import { placeNames } from '../../src/language/template.ts';
import { zh } from '../../src/language/zh.ts';

/** Every message that tells a failure: it names the thing and the cause, and has to name the cure. */
const ENGLISH: Readonly<Record<string, string>> = {
  ...commandLine,
  ...config,
  ...dify,
  ...network,
  ...receiver,
  ...secrets,
  ...state,
};

/** What tells no cure of its own, and why it need not. */
const EXCEPTIONS: readonly (readonly [reason: string, codes: RegExp])[] = [
  ['what was meant is named, and after it the command whose help to read', /^mistake_/],
  ['the sentence after it is the cure', /_problem$/],
  [
    'it is a part of a message that names the cure',
    /^(?:hop|failure_|header_of_|lock_holder|lock_file_unclear|config_(?:lines|heading)|period_the_period|network_through_proxy|network_redirect_|receiver_redirects_|dify_(?:reason|another_address|html|no_json)$)/,
  ],
  ['a file is damaged: the message around it says what becomes of that', /^damage_/],
  [
    'time alone cures it, and the next run tries again',
    /^(?:network_(?:timeout|status|status_detail|facts)|format_(?:json|type|size)|receiver_(?:temporary|deadline|interrupted)|interrupted|proxy_named_by|dify_(?:invalid_json|limited|failed_inside|gateway|asks_to_wait)|reading_(?:other_rows|changed|too_few_runs|app_denied|run_unfinished)|account_zone_changed)$/,
  ],
  [
    'the receiver says itself what is wrong with the body, which is kept in rejected/',
    /^receiver_(?:refused_body|too_large|answer_failure_said|said)$/,
  ],
  ['the reader of the output has to act, and knows where it goes', /^stdout_unwritable$/],
  [
    'it is gone in Dify, which the summary names with what it had spent',
    /^(?:dify_not_there|dify_no_route|reading_file_missing)$/,
  ],
  ['nobody but Dify can mend how it stores runs', /^reading_cursor_ignored$/],
  ['only a developer can mend it, by the stack trace', /^bug$/],
];

/** A text that leaves the cure to what fills one of these places; that is a message of its own here. */
const DELEGATES: ReadonlySet<string> = new Set([
  'cure',
  'problem',
  'problems',
  'reason',
  'what',
  'around',
  'rest',
]);

const IMPERATIVE =
  /(?:^|[;:,.] |\b(?:or|and|then|lasts,|certain,|once,) )(?:a firewall may|ask|export|to prove it|let|finish|load|raise|renew|sign|switch|invite|add|allow|check|choose|compare|configure|confirm|copy|correct|free|give|have|leave|look|make|name|pass|remove|renew|run|save|say|see|set|store|swap|the other side must|upgrade|upper and lower case count|use|wait|write)\b|\bconfirm with\b/i;

const codes = Object.keys(ENGLISH).filter((code) => !isException(code) && !isDelegated(code));

describe('every message of a failure', () => {
  it('says what to do, in English', () => {
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !IMPERATIVE.test(ENGLISH[code] ?? ''))).toEqual([]);
  });

  it.each([
    ['Japanese', ja, /ください|解決しません|使えません/],
    ['Chinese', zh, /请/],
  ] as const)(
    'says what to do, in %s',
    (_name, catalogue: Readonly<Record<string, string>>, words) => {
      expect(codes.filter((code) => !words.test(catalogue[code] ?? ''))).toEqual([]);
    },
  );

  it('has a cure beside each problem of a setting', () => {
    const cures = new Set(Object.keys(ENGLISH).filter((code) => code.endsWith('_cure')));
    const lonely = Object.keys(ENGLISH)
      .filter((code) => code.endsWith('_problem'))
      .filter((code) => !cures.has(code.replace(/_problem$/, '_cure')));

    expect(lonely).toEqual(SHARED_CURES);
  });

  it('has a cure for each finding of a check that is to be acted on', () => {
    const cures = Object.entries(check).filter(([code]) => code.endsWith('_cure'));

    expect(cures.length).toBeGreaterThan(40);
    expect(cures.filter(([, text]) => !IMPERATIVE.test(text) && !/^Nothing/.test(text))).toEqual(
      [],
    );
  });

  it('is an exception for a reason that still holds', () => {
    const idle = EXCEPTIONS.filter(
      ([, exempt]) => !Object.keys(ENGLISH).some((code) => exempt.test(code)),
    );

    expect(idle).toEqual([]);
  });

  it('has the same places in every language, so that each names the same things', () => {
    const others: readonly Catalogue[] = [ja, zh];
    for (const catalogue of others) {
      const texts: Readonly<Record<string, string>> = catalogue;
      for (const code of Object.keys(ENGLISH)) {
        expect(placeNames(texts[code] ?? '').toSorted()).toEqual(
          placeNames(ENGLISH[code] ?? '').toSorted(),
        );
      }
    }
  });
});

/** Two problems with one cure have it under the name of the first, or of both. */
const SHARED_CURES = [
  'unset_without_home_problem',
  'origin_service_api_problem',
  'origin_path_problem',
  'header_twice_problem',
  'secret_key_empty_problem',
];

function isException(code: string): boolean {
  return EXCEPTIONS.some(([, exempt]) => exempt.test(code));
}

function isDelegated(code: string): boolean {
  return placeNames(ENGLISH[code] ?? '').some((name) => DELEGATES.has(name));
}
