import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const SCHEMAS = fileURLToPath(new URL('../../docs/schema/', import.meta.url));
const PAYLOAD = new URL('../../src/payload/external-api.schema.json', import.meta.url);

/** The names of the schemas of whole documents, such as `spool-list`. */
export const documentSchemas: readonly string[] = readdirSync(SCHEMAS)
  .map((file) => file.replace(/\.schema\.json$/, ''))
  .filter((name) => name !== 'parts')
  .sort();

export function readSchema(name: string): unknown {
  return JSON.parse(readFileSync(`${SCHEMAS}${name}.schema.json`, 'utf8'));
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/);
ajv.addSchema(JSON.parse(readFileSync(PAYLOAD, 'utf8')));
for (const name of ['parts', ...documentSchemas]) {
  ajv.addSchema(asSchema(readSchema(name)), `${name}.schema.json`);
}

/** Where a document strays from its schema; empty when it does not. */
export function findStrays(document: unknown): string[] {
  const name = schemaOf(document);
  const validate = ajv.getSchema(`${name}.schema.json`);
  if (validate === undefined) return [`there is no schema ${name}`];
  validate(document);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Which schema a document says that it follows. */
export function schemaOf(document: unknown): string {
  if (typeof document !== 'object' || document === null) return 'error';
  if (!('command' in document)) return 'error';
  if ('plan' in document) return 'export-plan';
  return String(document.command).replace(/\W+/g, '-');
}

function asSchema(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('A schema is an object');
  return value;
}
