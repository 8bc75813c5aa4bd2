/** What differs from one host, one day or one terminal to another, and what stands for it here. */
const VARYING: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/127\.0\.0\.1:\d+|dify\.example\.com/g, 'DIFY'],
  [/in (?:about \d+|less than a) seconds?/g, 'in SECONDS'],
  [/at [\d.]+ ms each/g, 'at LATENCY each'],
  // What a check finds on this host, and on the way from it to the other two.
  [/^( {2}. (?:state directory|proxy|DNS|TCP|TLS)) .*$/gm, '$1 FOUND'],
  [/(access +)\S+/g, '$1RECEIVER'],
];

/**
 * An output of the program in the form in which a document and a test can be compared: cells instead
 * of columns, without those that the document leaves out.
 */
export function shownOutput(output: string, leftOut: readonly string[] = []): string {
  let dropped: readonly number[] = [];
  const lines = output.trimEnd().split('\n');
  const shown = lines.map((line) => {
    const cells = line.split(/ {2,}/);
    if (cells.length === 1) {
      dropped = [];
      return line;
    }
    if (dropped.length === 0) dropped = leftOut.map((name) => cells.indexOf(name));
    return cells.filter((_, index) => !dropped.includes(index)).join('  ');
  });
  return VARYING.reduce((text, [pattern, name]) => text.replace(pattern, name), shown.join('\n'));
}
