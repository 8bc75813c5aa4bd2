/** What joins the parts of a text. */
export const words = {
  list_separator: ', ',
  cure_separator: '; ',
  cure_separator_of_addresses: ': ',
  full_stop: '.',
} as const;
