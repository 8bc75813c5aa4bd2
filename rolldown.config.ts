import type { RolldownOptions } from 'rolldown';

/**
 * Few files start faster than three hundred. What only one command needs is in a file of its own, so
 * that help and version load none of it. Packages stay packages, to be audited and updated as such.
 */
export default {
  input: 'bin/dify-usage.ts',
  platform: 'node',
  external: /^[^./]/,
  output: { dir: 'dist/bin', chunkFileNames: '[name].js' },
} satisfies RolldownOptions;
