/** Of Node or undici: `ECONNREFUSED`, `UND_ERR_SOCKET`. */
export function errorCode(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
