import type { Form, Member } from '../pandapon/index.ts';

/** How the reference page writes what a value is on the wire. */

type Leaf = Extract<Form, { kind: 'leaf' }>['leaf'];

/** What each word of the page means: on the wire, and inside the library. */
export const LEGEND: Readonly<Record<Leaf, { word: string; wire: string; inside: string }>> = {
  text: { word: 'text', wire: 'a text', inside: 'the same' },
  'count as text': { word: 'count, as text', wire: '`"2"`', inside: 'the same text' },
  integer: { word: 'integer', wire: 'an integer', inside: 'the same' },
  number: { word: 'number', wire: 'a number, or the text of one', inside: 'a number' },
  boolean: { word: 'boolean', wire: 'true or false', inside: 'the same' },
  'text id': { word: 'id', wire: 'a text; an integer is read too', inside: 'text with exact digits' },
  'integer id': {
    word: 'id, integer',
    wire: 'an integer with all its digits; a text is read too',
    inside: 'text with exact digits',
  },
  'sent text id': { word: 'id, as text', wire: 'a text and nothing else', inside: 'text with exact digits' },
  'sent integer id': {
    word: 'id, as integer',
    wire: 'an integer with all its digits and nothing else',
    inside: 'text with exact digits',
  },
  code: { word: 'code', wire: 'a text or an integer', inside: 'text' },
  yuan: { word: 'yuan', wire: '`23`, `19.9` or `"23.00"`', inside: 'fen: `2300`' },
  'yuan as text': { word: 'yuan, as text', wire: '`"633.69"`', inside: 'fen: `63369`' },
  'unit price in yuan': {
    word: 'unit price in yuan',
    wire: '`19.9`',
    inside: 'fen, or null where it is finer than a fen',
  },
  'unit price in yuan, as text': {
    word: 'unit price in yuan, as text',
    wire: '`"19.90"`',
    inside: 'fen, or null where it is finer than a fen',
  },
  fen: { word: 'fen', wire: '`1900`', inside: 'the same' },
  'amount, unit not published': {
    word: 'amount (unit not published)',
    wire: 'a number or a text',
    inside: 'as it came: not to be reckoned with',
  },
  time: { word: 'time', wire: 'one of four forms', inside: 'ISO-8601 in UTC' },
  'instant with offset': {
    word: 'time with offset',
    wire: '`"2025-04-23T14:13:44.000+08:00"`',
    inside: 'the same text',
  },
  anything: { word: 'anything', wire: 'anything', inside: 'as it came' },
};

/** A form as lines of text; shapes that have a name of their own are only named. */
export function formText(form: Form): string {
  return lines(form, '').join('\n');
}

/** The members of a named shape as lines of text. */
export const shapeText = (members: readonly Member[]): string => memberLines(members, '').join('\n');

function lines(form: Form, indent: string): string[] {
  const inner = innerObject(form);
  if (!inner || inner.name !== null) return [`${indent}${shortText(form)}`];
  const what = form.kind === 'object' ? [] : [`${indent}${shortText(form)}:`];
  const deeper = form.kind === 'object' ? indent : `${indent}  `;
  return [...what, ...memberLines(inner.members, deeper)];
}

function memberLines(members: readonly Member[], indent: string): string[] {
  if (members.length === 0) return [`${indent}nothing`];
  const width = Math.max(...members.map((member) => nameOf(member).length));
  return members.flatMap((member) => {
    const note = member.note === null ? '' : ` -- ${member.note}`;
    const line = `${indent}${nameOf(member).padEnd(width)}  ${shortText(member.form)}${note}`;
    const inner = innerObject(member.form);
    return inner && inner.name === null ? [line, ...memberLines(inner.members, `${indent}  `)] : [line];
  });
}

const nameOf = ({ name, optional }: Member): string => (optional ? `${name}?` : name);

/** One word, or a few. */
function shortText(form: Form): string {
  switch (form.kind) {
    case 'leaf':
      return LEGEND[form.leaf].word + (form.personal ? ' (personal)' : '');
    case 'word':
      return form.values.map((value) => `"${value}"`).join(' or ');
    case 'list':
      return `list of ${shortText(form.of)}`;
    case 'json-text':
      return `JSON in a text: ${shortText(form.of)}`;
    case 'object':
      return form.name === null ? 'object' : `[${form.name}]`;
  }
}

/** The object that a form is, or is a list or a text of. */
function innerObject(form: Form): Extract<Form, { kind: 'object' }> | null {
  switch (form.kind) {
    case 'leaf':
    case 'word':
      return null;
    case 'list':
    case 'json-text':
      return innerObject(form.of);
    case 'object':
      return form;
  }
}

/** Every shape with a name that a form holds, inner ones too. */
export function namedShapes(form: Form): Extract<Form, { kind: 'object' }>[] {
  switch (form.kind) {
    case 'leaf':
    case 'word':
      return [];
    case 'list':
    case 'json-text':
      return namedShapes(form.of);
    case 'object': {
      const inside = form.members.flatMap((member) => namedShapes(member.form));
      return form.name === null ? inside : [form, ...inside];
    }
  }
}
