/** An error as part of a JSON document: what kind of problem it is, and its message. */
export function toErrorDocument(error: Error) {
  const code = 'problem' in error && typeof error.problem === 'string' ? error.problem : error.name;
  return { code, message: error.message };
}
