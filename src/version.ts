/** The version of the package; importing package.json would make Node 20 print a warning. */
export const version = '0.1.0';
