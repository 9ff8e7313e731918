import { z } from 'zod';
import { components } from './view-schemas.ts';

/** A JSON Schema, as OpenAPI 3.1 has it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

const REF = '#/components/schemas/';

/**
 * Options under which schemas become what client generators read well: no unions of types (`anyOf` with null becomes a
 * second type), 64-bit integers, and no patterns where a format says it.
 */
const options = {
  io: 'input',
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }) => {
    foldNull(jsonSchema);
    if (jsonSchema.type === 'integer') jsonSchema.format = 'int64';
    if (Array.isArray(jsonSchema.type) && jsonSchema.type.includes('integer')) jsonSchema.format = 'int64';
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER && jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
      delete jsonSchema.maximum;
      delete jsonSchema.minimum;
    }
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    jsonSchema.pattern &&= portable(jsonSchema.pattern);
    if (jsonSchema.const !== undefined) {
      jsonSchema.enum = [jsonSchema.const];
      delete jsonSchema.const;
    }
    nameEnum(jsonSchema);
    // a member that is always null for now: generators know no type "null"
    if (zodSchema._zod.def.type === 'null') jsonSchema.type = ['object', 'null'];
  },
} as const satisfies z.core.ToJSONSchemaParams;

/** Generators would make `AWAITING_MINUS_SHIPMENT` of `awaiting-shipment`. */
function nameEnum(schema: JsonSchema): void {
  const values = schema.enum ?? [];
  if (!values.some((value) => typeof value === 'string' && value.includes('-'))) return;
  schema['x-enum-varnames'] = values.map((value) => String(value).toUpperCase().replaceAll('-', '_'));
}

/** Python knows no `\p{...}`. */
const portable = (pattern: string): string => pattern.replaceAll('\\p{Cc}', '\\x00-\\x1f\\x7f-\\x9f');

/** `anyOf: [X, null]` as X with the second type null. */
function foldNull(schema: z.core.JSONSchema.BaseSchema): void {
  const [first, second, ...rest] = schema.anyOf ?? [];
  if (first?.type === undefined || second?.type !== 'null' || rest.length > 0) return;
  delete schema.anyOf;
  const { type, enum: values, ...members } = first;
  Object.assign(schema, members, { type: [type, 'null'] });
  if (values !== undefined) schema.enum = [...values, null];
}

/** Every named schema. */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(components, { ...options, uri: (id) => `${REF}${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _dialect, ...schema }]) => [id, schema]),
  );
}

/** A reference to a named schema, or the schema itself when it has no name. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const id = components.get(schema)?.id;
  return id === undefined ? parameterSchema(schema) : { $ref: `${REF}${id}` };
}

/** The schema of a parameter; what stands in its `meta` says what the text stands for. */
export function parameterSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, options);
  return json;
}
