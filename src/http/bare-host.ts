/** A host as systems know it: in lower case, and an IPv6 address without its brackets. */
export function bareHost(host: string): string {
  return host.toLowerCase().replace(/^\[|\]$/g, '');
}
