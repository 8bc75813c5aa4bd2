/** With its sign, as a difference is read. */
export function formatSigned(tokens: number): string {
  return tokens > 0 ? `+${tokens}` : String(tokens);
}
