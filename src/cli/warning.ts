import type { Message } from '../language/message.ts';

/** Something a person should know although it may not fail the run; `code` is stable. */
export type Warning = { readonly code: string; readonly text: Message };
