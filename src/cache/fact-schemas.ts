import * as v from 'valibot';

export const InstantSchema = v.pipe(v.number(), v.safeInteger());
export const CountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Money is text in a segment, in units of 0.0000001. */
export const UnitsSchema = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,30}$/),
  v.transform((text) => BigInt(text)),
);
/** JSON leaves out what is undefined. */
export const maybe = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.optional(schema, () => undefined);

export const UserSchema = v.object({
  type: v.picklist(['end_user', 'account']),
  id: v.string(),
  session: maybe(v.string()),
});
export const ModelNameSchema = v.object({ provider: v.string(), name: v.string() });
