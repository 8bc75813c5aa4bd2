/** Where a body is meant to go, without the parts of the address that may be secret. */
export function receiverTarget(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
