import type { Plugin, RolldownOptions } from 'rolldown';
import { manPage } from './src/man/man-page.ts';

const manPagePlugin: Plugin = {
  name: 'man-page',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'man/dify-usage.1', source: manPage() });
  },
};

/**
 * The second line of the program: a comment for JavaScript, and for the shell of the first line a
 * command that fails in silence, then the start of Node.
 *
 * Node takes options after the name of a script for its own too: when the file of `--env-file` is
 * missing it ends before the program begins, and it obeys the NODE_OPTIONS in one that is there.
 * After `--` it does neither. `#!/usr/bin/env -S node --` would not start on every system.
 */
const START_NODE = '// 2>/dev/null; exec node -- "$0" "$@"';

/**
 * Few files start faster than three hundred. What only one command needs is in a file of its own, so
 * that help and version load none of it. Packages stay packages, to be audited and updated as such.
 */
export default {
  input: 'bin/dify-usage.ts',
  platform: 'node',
  external: /^[^./]/,
  plugins: [manPagePlugin],
  output: {
    dir: 'dist',
    entryFileNames: 'bin/[name].js',
    chunkFileNames: 'bin/[name].js',
    banner: ({ isEntry }) => (isEntry ? START_NODE : ''),
  },
} satisfies RolldownOptions;
