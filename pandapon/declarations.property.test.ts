import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { arbitraryWire, fullWire, UNKNOWN_VALUE } from './fixtures/arbitrary-wire.ts';
import { type Form, formOf } from './form.ts';
import { parseExact, stringifyExact } from './json.ts';
import { messageKinds } from './message-table.ts';
import { isOperationName, operations } from './operations.ts';
import { isRequestInvalidError, pointerOf, type RequestProblem } from './request-invalid-error.ts';
import type { Leaf } from './shapes/leaves.ts';
import { requestFromWire, requestToWire } from './wire-form.ts';

/** What holds of every declaration, present and to come. */

const schemas: [string, z.ZodType][] = [
  ...Object.values(operations).flatMap(({ name, request, answer }): [string, z.ZodType][] => [
    [`request of ${name}`, request],
    [`answer of ${name}`, answer],
  ]),
  ...messageKinds.map(({ platform, subject, body }): [string, z.ZodType] => [
    `${platform} message of ${subject}`,
    body,
  ]),
];

const isAnything = (form: Form): boolean => form.kind === 'leaf' && form.leaf === 'anything';
const shaped = schemas.filter(([, schema]) => !isAnything(formOf(schema)));

const IDS: readonly Leaf[] = ['text id', 'integer id', 'sent text id', 'sent integer id'];

/** Every id in a value, as its digits, wherever the form says that one stands. */
function idsIn(form: Form, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  switch (form.kind) {
    case 'leaf':
      return IDS.includes(form.leaf) ? [String(value)] : [];
    case 'word':
      return [];
    case 'list':
      return Array.isArray(value) ? value.flatMap((each) => idsIn(form.of, each)) : [];
    case 'json-text':
      return idsIn(form.of, typeof value === 'string' ? parseExact(value) : value);
    case 'object': {
      const given = new Map<string, unknown>(Object.entries(value));
      return form.members.flatMap(({ name, form: of }) => idsIn(of, given.get(name)));
    }
  }
}

const times = (text: string, part: string): number => text.split(part).length - 1;
const unknown = stringifyExact(UNKNOWN_VALUE);

describe.each(shaped)('%s', (_name, schema) => {
  const form = formOf(schema);

  test('ids keep all their digits both ways, and members nobody declared survive', () => {
    fc.assert(
      fc.property(arbitraryWire(form), (value) => {
        const sent = stringifyExact(value);
        const read = z.decode(schema, parseExact(sent));
        const written = stringifyExact(z.encode(schema, read));
        const ids = idsIn(form, parseExact(sent));
        expect(idsIn(form, read)).toEqual(ids);
        expect(idsIn(form, parseExact(written))).toEqual(ids);
        const plain = (text: string): string => text.replaceAll('\\"', '"');
        expect(times(plain(written), unknown)).toBe(times(plain(sent), unknown));
        expect(z.decode(schema, parseExact(written))).toEqual(read);
      }),
      { numRuns: 10 },
    );
  });

  test('a wrong type anywhere is refused with a pointer to it', () => {
    for (const { path, spoilt } of wrongTypes(form)) {
      const read = z.safeDecode(schema, spoilt);
      expect(read.success, pointerOf(path)).toBe(false);
      const pointers = read.error?.issues.map((issue) => pointerOf(issue.path)) ?? [];
      expect(pointers).toContain(pointerOf(path));
    }
  });
});

/** The full value with one thing of a wrong type in it, for each thing in turn. */
function* wrongTypes(form: Form): Generator<{ path: PropertyKey[]; spoilt: unknown }> {
  if (!isAnything(form)) {
    yield { path: [], spoilt: wrongFor(form) };
  }
  switch (form.kind) {
    case 'leaf':
    case 'word':
      return;
    case 'list':
      for (const { path, spoilt } of wrongTypes(form.of)) yield { path: [0, ...path], spoilt: [spoilt] };
      return;
    case 'json-text':
      for (const { path, spoilt } of wrongTypes(form.of)) yield { path, spoilt: stringifyExact(spoilt) };
      return;
    case 'object': {
      const full = { ...z.record(z.string(), z.unknown()).parse(fullWire(form)) };
      for (const { name, form: of } of form.members) {
        for (const { path, spoilt } of wrongTypes(of)) {
          yield { path: [name, ...path], spoilt: { ...full, [name]: spoilt } };
        }
      }
    }
  }
}

/** What does not fit there, whatever the members of a request are. */
const wrongFor = (form: Form): unknown => (form.kind === 'object' ? 'wrong' : { wrong: true });

test('a caller of the library is told where its request does not fit, too', () => {
  for (const name of Object.keys(operations).filter(isOperationName)) {
    const form = formOf(operations[name].request);
    const input = requestFromWire(name, fullWire(form));
    const members = form.kind === 'object' ? form.members : [];
    for (const member of members.filter((each) => !isAnything(each.form))) {
      const spoilt = { ...input, [member.name]: () => 'no value at all' };
      const problems = problemsOf(() => requestToWire(name, spoilt));
      expect(problems.map(({ pointer }) => pointer)).toContain(`/${member.name}`);
    }
  }
});

function problemsOf(act: () => unknown): readonly RequestProblem[] {
  try {
    act();
  } catch (error) {
    if (isRequestInvalidError(error)) return error.problems;
    throw error;
  }
  return [];
}

test('every example reads, and is written as it was', () => {
  for (const { request, example } of Object.values(operations)) {
    const schema: z.ZodType = request;
    const written = z.encode(schema, z.decode(schema, parseExact(stringifyExact(example))));
    expect(parseExact(stringifyExact(written))).toEqual(parseExact(stringifyExact(example)));
  }
});

test('a shape that two declarations have in common has a name, and is declared once', () => {
  const seen = new Map<string, Set<string>>();
  const note = (form: Form, where: string): void => {
    if (form.kind === 'list' || form.kind === 'json-text') note(form.of, where);
    // What a named shape holds stands in that shape alone.
    if (form.kind !== 'object' || form.name !== null) return;
    for (const member of form.members) note(member.form, where);
    if (form.members.length < 2) return;
    const key = JSON.stringify(form.members.map(({ note: _, ...member }) => member));
    seen.set(key, (seen.get(key) ?? new Set()).add(where));
  };
  for (const [name, schema] of schemas) note(formOf(schema), name);
  const repeated = [...seen].filter(([, places]) => places.size > 1).map(([, places]) => [...places]);
  expect(repeated).toEqual([]);
});

test('every operation that has members in its path must be given them', () => {
  for (const name of Object.keys(operations).filter(isOperationName)) {
    const { path, request } = operations[name];
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, member]) => member);
    const form = formOf(request);
    const members = form.kind === 'object' ? form.members : [];
    const needed = members.filter(({ optional }) => !optional).map(({ name: member }) => member);
    expect(needed).toEqual(expect.arrayContaining(inPath));
  }
});
