import { MASK, maskToken } from '../text/mask-token.ts';
import { showValue } from './show-value.ts';

/** A name, perhaps with a wildcard in front, an address or a network, each perhaps with a port. */
const ENTRY =
  /^(?:\*|(?:\*?\.)?[\p{L}\d_-]+(?:\.[\p{L}\d_-]+)*\.?(?:\/\d{1,3})?|\[?[\da-f:.]*:[\da-f:.]*\]?(?:\/\d{1,3})?)(?::\d{1,5})?$/iu;

/** NO_PROXY without the entries, and the parts of names, that can only be there by mistake. */
export function showNoProxy(text: string): string {
  return showValue(text.replace(/[^,\s]+/g, maskEntry));
}

function maskEntry(entry: string): string {
  if (!ENTRY.test(entry)) return MASK;
  return entry.replace(/[^.:/[\]*]+/g, maskToken);
}
