/** What joins the parts of a text. */
export const words = {
  list_separator: ', ',
  as_sentence: '{text}.',
  two_sentences: '{first} {rest}',
} as const;
