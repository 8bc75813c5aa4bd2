/** A text as one word of a shell, with nothing in it that the shell would read otherwise. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
