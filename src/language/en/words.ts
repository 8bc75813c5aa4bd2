/** What joins the parts of a text. */
export const words = {
  list_separator: ', ',
} as const;
