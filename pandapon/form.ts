import { z } from 'zod';
import { type Leaf, leaves, shapes } from './shapes/leaves.ts';

/**
 * What a schema takes on the wire, as plain data: for the reference page, for tests over every operation, and for
 * finding what is personal.
 */
export type Form =
  | { kind: 'leaf'; leaf: Leaf; personal: boolean }
  | { kind: 'word'; values: readonly string[] }
  | { kind: 'list'; of: Form }
  /** JSON written into a text. */
  | { kind: 'json-text'; of: Form }
  | { kind: 'object'; name: string | null; members: readonly Member[] };

export interface Member {
  name: string;
  /** May be missing; mostly null too. */
  optional: boolean;
  form: Form;
  /** What is to be known beside the name, for people. */
  note: string | null;
}

/** The form of a schema. @throws Error for a kind of schema that no operation uses. */
export function formOf(schema: z.ZodType): Form {
  const mark = leaves.get(schema);
  if (mark) return { kind: 'leaf', leaf: mark.leaf, personal: mark.personal ?? false };
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return formOf(inner(schema));
  if (schema instanceof z.ZodArray) return { kind: 'list', of: formOf(typed(schema.element)) };
  if (schema instanceof z.ZodObject) return objectForm(schema);
  if (schema instanceof z.ZodLiteral) return { kind: 'word', values: [...schema.values].map(String) };
  if (schema instanceof z.ZodPipe) return { kind: 'json-text', of: formOf(typed(schema.out)) };
  return { kind: 'leaf', leaf: plainLeaf(schema), personal: false };
}

function objectForm(schema: z.ZodObject): Form {
  const members = Object.entries(schema.shape).map(([name, member]): Member => {
    const { note, optional } = wrapping(typed(member));
    return { name, optional, form: formOf(typed(member)), note };
  });
  return { kind: 'object', name: shapes.get(schema)?.name ?? null, members };
}

/** What the wrappers around a member's schema say. */
function wrapping(schema: z.ZodType): { optional: boolean; note: string | null } {
  const note = schema.description ?? null;
  if (!(schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)) return { optional: false, note };
  const within = wrapping(inner(schema));
  return {
    optional: schema instanceof z.ZodOptional || within.optional,
    note: note ?? within.note,
  };
}

function plainLeaf(schema: z.ZodType): Leaf {
  if (schema instanceof z.ZodString) return 'text';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'integer' : 'number';
  if (schema instanceof z.ZodUnknown) return 'anything';
  throw new Error(`a schema of type ${schema.type} has no form: name it in shapes/leaves.ts`);
}

const inner = (schema: z.ZodOptional | z.ZodNullable): z.ZodType => typed(schema.unwrap());

/** Zod types parts of a schema by their core: each is a whole schema here. */
function typed(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new Error('a part of a schema is not a schema');
}

/** A copy of `value`, of the wire or of ours, in which every text that names or places a person is `shown`. */
export function hidePeople(form: Form, value: unknown, shown: string): unknown {
  switch (form.kind) {
    case 'leaf':
      return form.personal && typeof value === 'string' ? shown : value;
    case 'word':
    case 'json-text':
      return value;
    case 'list':
      return Array.isArray(value) ? value.map((each) => hidePeople(form.of, each, shown)) : value;
    case 'object': {
      if (typeof value !== 'object' || value === null) return value;
      const forms = new Map(form.members.map((member) => [member.name, member.form]));
      const members = Object.entries(value).map(([name, each]) => {
        const of = forms.get(name);
        return [name, of ? hidePeople(of, each, shown) : each];
      });
      return Object.fromEntries(members);
    }
  }
}

/** Every text of `value` that names or places a person. `value` is in our form, as a call is given it. */
export function personalTextsIn(form: Form, value: unknown): string[] {
  switch (form.kind) {
    case 'leaf':
      return form.personal && typeof value === 'string' ? [value] : [];
    case 'word':
      return [];
    case 'list':
      return Array.isArray(value) ? value.flatMap((each) => personalTextsIn(form.of, each)) : [];
    case 'json-text':
      return personalTextsIn(form.of, value);
    case 'object': {
      if (typeof value !== 'object' || value === null) return [];
      const given = new Map<string, unknown>(Object.entries(value));
      return form.members.flatMap(({ name, form: of }) => personalTextsIn(of, given.get(name)));
    }
  }
}
