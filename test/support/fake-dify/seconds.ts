/** Whole Unix seconds, cut off, as Dify's JSON has them. */
export function toSeconds(us: number): number;
export function toSeconds(us: number | null): number | null;
export function toSeconds(us: number | null): number | null {
  return us === null ? null : Math.floor(us / 1e6);
}
