const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Whether a receiver that answers with this status may take the body later. Its specification repeats
 * on every 5xx, and none of them says that the body is wrong.
 */
export function isTemporary(status: number): boolean {
  return status >= 500 || TEMPORARY.has(status);
}
