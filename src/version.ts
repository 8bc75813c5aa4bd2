/** The version of the package; importing package.json would make Node 20 print a warning. */
export const version = '0.1.0';

/**
 * The day that CHANGELOG.md has beside the version; until it is released, the day of the last change to
 * what the manual tells. Written down, so that each build of the same sources is the same.
 */
export const versionDate = '2026-11-30';
