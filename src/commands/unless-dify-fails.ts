import { HttpError } from '../http/http-error.ts';

/** A failure of Dify's is a result like another; bugs pass through. */
export async function unlessDifyFails<Value>(
  read: () => Promise<Value>,
): Promise<Value | HttpError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
}
