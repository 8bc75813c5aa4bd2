import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/**
 * The places in TypeScript sources where a message becomes part of a string without being said, which
 * would show `[object Object]`, as `path:line`. `sources` are texts by their paths under `src/`.
 *
 * No rule of a linter knows types, and the compiler takes any object there. So a copy of the sources is
 * type-checked in which every such expression is the argument of a function that refuses messages.
 */
export function findUnsaid(sources: ReadonlyMap<string, string>): readonly string[] {
  mkdirSync('.cache', { recursive: true });
  const directory = mkdtempSync(join('.cache', 'unsaid-'));
  try {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    };
    for (const [path, text] of sources) write(join('src', path), guard(text));
    write('guard.d.ts', GUARD);
    write('tsconfig.json', JSON.stringify(TSCONFIG));
    const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(
      process.execPath,
      [compiler, '-p', directory, '--pretty', 'false'],
      {
        encoding: 'utf8',
        maxBuffer: 100_000_000,
      },
    );
    return stdout
      .split('\n')
      .filter((line) => line.includes(REFUSED))
      .map((line) => /src[/\\](.*)\((\d+),\d+\): /.exec(line)?.slice(1).join(':') ?? line);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Every source of the program. */
export function readSources(): ReadonlyMap<string, string> {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' });
  return new Map(
    paths
      .filter((path) => /\.(?:ts|json)$/.test(path))
      .map((path) => [path, readFileSync(join('src', path), 'utf8')]),
  );
}

const TSCONFIG = {
  extends: '../../tsconfig.json',
  compilerOptions: { noUnusedLocals: false },
  include: ['guard.d.ts', 'src'],
};

/** What the compiler says of a call with too few arguments. */
const REFUSED = 'error TS2554';

const GUARD = `
import type { Message } from './src/language/message.ts';
type Refusal<T> = 0 extends 1 & T ? [] : [Extract<T, Message>] extends [never] ? [] : ['say it'];
declare global {
  function guardText<const T>(value: T, ...refusal: Refusal<T>): T;
  function guardList<T>(list: T, ...refusal: T extends readonly (infer Item)[] ? Refusal<Item> : []): T;
}
`;

function guard(source: string): string {
  if (source.trimStart().startsWith('{')) return source; // JSON
  const opening = new Map<number, string>();
  const closing = new Map<number, number>();
  const wrap = (node: Node, name: 'guardText' | 'guardList') => {
    opening.set(node.start, `${opening.get(node.start) ?? ''}${name}(`);
    closing.set(node.end, (closing.get(node.end) ?? 0) + 1);
  };
  visit(parseAst(source, { lang: 'ts' }) as unknown as Node, wrap);

  let guarded = '';
  for (let at = 0; at <= source.length; at += 1) {
    guarded += `${')'.repeat(closing.get(at) ?? 0)}${opening.get(at) ?? ''}${source[at] ?? ''}`;
  }
  return guarded;
}

type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

function visit(node: Node, wrap: (node: Node, name: 'guardText' | 'guardList') => void): void {
  if (node.type === 'TemplateLiteral') {
    for (const expression of nodesIn(node['expressions'])) wrap(expression, 'guardText');
  } else if (node.type === 'BinaryExpression' && node['operator'] === '+') {
    for (const side of nodesIn([node['left'], node['right']])) wrap(side, 'guardText');
  } else if (node.type === 'CallExpression') {
    const [callee] = nodesIn([node['callee']]);
    const [object, property] = nodesIn([callee?.['object'], callee?.['property']]);
    if (object !== undefined && property?.['name'] === 'join') wrap(object, 'guardList');
    const [argument] = nodesIn(node['arguments']);
    if (callee?.['name'] === 'String' && argument !== undefined) wrap(argument, 'guardText');
  }
  for (const child of nodesIn(Object.values(node).flat())) visit(child, wrap);
}

function nodesIn(values: unknown): readonly Node[] {
  return Array.isArray(values) ? values.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
