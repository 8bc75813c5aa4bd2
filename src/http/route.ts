import type { Dispatcher } from 'undici';

/** The way to one origin; `host:port` of the proxy where it leads through one. */
export type Route = Dispatcher & { readonly proxyHost?: string | undefined };
