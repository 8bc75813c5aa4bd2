import { type Message, message } from '../language/message.ts';
import { safeText } from '../text/safe-text.ts';

/** An app as warnings begin with it; its name is anybody's text. */
export function appName(name: string): Message {
  return message('warning_app', { name: JSON.stringify(safeText(name, 60)) });
}
