import { words as english } from '../en/words.ts';
import { translation } from '../translation.ts';

export const words = translation(english, {
  list_separator: '、',
  as_sentence: '{text}。',
  two_sentences: '{first}{rest}',
});
