/** Of Node, undici or the system: `ERR_MODULE_NOT_FOUND`, `UND_ERR_SOCKET`, `ECONNREFUSED`. */
export function errorCode(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
