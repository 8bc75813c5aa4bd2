import type { Plugin, RolldownOptions } from 'rolldown';
import { manPage } from './src/man/man-page.ts';

const manPagePlugin: Plugin = {
  name: 'man-page',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'man/dify-usage.1', source: manPage() });
  },
};

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
  },
} satisfies RolldownOptions;
