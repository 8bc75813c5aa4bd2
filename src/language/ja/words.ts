import { words as english } from '../en/words.ts';
import { translation } from '../translation.ts';

export const words = translation(english, {
  list_separator: '、',
  cure_separator: '。',
  cure_separator_of_addresses: '。',
  full_stop: '。',
});
