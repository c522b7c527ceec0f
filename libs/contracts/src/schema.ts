import Type, { type TSchema } from 'typebox';

/** Building blocks of every schema here. `x-free-text` is searched for card numbers; `x-personal` will be sealed. */
export const Uuid = Type.String({ format: 'uuid' });
export const Timestamp = Type.String({ format: 'date-time', description: 'RFC 3339; answers are in UTC.' });
export const Day = Type.String({ format: 'date', description: 'A calendar day, YYYY-MM-DD.' });
/** A filter by time: a whole day, or a moment. */
export const DayOrTimestamp = Type.Unsafe<string>({
  type: 'string',
  anyOf: [{ format: 'date' }, { format: 'date-time' }],
  'x-fault': 'It must be a day such as 2024-05-28 or an RFC 3339 time such as 2024-05-28T12:25:00Z.',
});
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, three capital letters.' });
export const PositiveAmount = Type.Integer({
  minimum: 1,
  maximum: 999_999_999_999,
  description: "An integer in the currency's minor unit.",
});
export const TenantName = Type.String({ pattern: '^[a-z][a-z0-9_]{1,62}$' });
export const Identifier = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\x21-\\x7e]+$',
  description: 'Printable ASCII without spaces, 1 to 128 characters.',
});

/** Text that a person wrote: lengths are in code points, card numbers are refused. */
export const FreeText = (maxLength: number, minLength = 0) =>
  Type.String({ minLength, maxLength, 'x-free-text': true, 'x-personal': true });

export const OneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

/** An object that refuses unknown fields. */
export const Strict = <P extends Record<string, TSchema>>(properties: P, options: Record<string, unknown> = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

export { Type };
