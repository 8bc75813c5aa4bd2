import { message } from '../language/message.ts';
import { InvalidSetting } from './invalid-setting.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads an id of Dify, in lower case as Dify itself writes it. */
export function parseUuid(text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new InvalidSetting(message('uuid_problem'), message('uuid_cure'));
}

/** Reads ids between commas; an id that is given twice counts once, or it would be billed twice. */
export function parseUuids(text: string): readonly string[] {
  const ids = text.split(',').map((part) => part.trim());
  return [...new Set(ids.filter((id) => id !== '').map(parseUuid))];
}

/** Whether a text in lower case has the shape of a UUID. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
