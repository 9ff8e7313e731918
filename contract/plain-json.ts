import type { PointedMessage } from './errors.ts';

/** Deeper nesting than any body of ours has; past it the copy stops before the stack does. */
const MAX_DEPTH = 32;
/** Enough to mend a body with; a body of a million faults is not listed whole. */
const MAX_FAULTS = 50;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** One more step of a JSON pointer (RFC 6901). */
export const pointTo = (pointer: string, member: string | number): string =>
  `${pointer}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A JSON object: not null, not an array. */
export const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textFault = (text: string): string | null => {
  if (text.includes('\0')) return 'holds a NUL character';
  if (LONE_SURROGATE.test(text)) return 'holds half of a character (a lone surrogate)';
  return null;
};

/**
 * A copy of a body that survives Temporal's JSON unchanged, with members that are `undefined` left out.
 * Faults: integers beyond 2^53, NUL, lone surrogates, `__proto__`, nesting beyond 32, anything JSON has not.
 * A message never quotes a value of the body.
 */
export function readPlainJson(body: unknown): { value: unknown; faults: PointedMessage[] } {
  const faults: PointedMessage[] = [];
  const fault = (pointer: string, message: string): undefined => {
    if (faults.length < MAX_FAULTS) faults.push({ pointer, message });
    return undefined;
  };

  const copy = (value: unknown, pointer: string, depth: number): unknown => {
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number')
      return Number.isFinite(value) ? value : fault(pointer, 'is not a finite number');
    if (typeof value === 'string') {
      const wrong = textFault(value);
      return wrong === null ? value : fault(pointer, wrong);
    }
    if (typeof value === 'bigint') return fault(pointer, 'is too large for an exact number: send a string');
    if (depth >= MAX_DEPTH) return fault(pointer, `is nested deeper than ${MAX_DEPTH} levels`);
    if (Array.isArray(value))
      return value.map((item, index) => copy(item, pointTo(pointer, index), depth + 1));
    if (isJsonObject(value)) return copyMembers(value, pointer, depth);
    return fault(pointer, 'is not JSON');
  };

  const copyMembers = (value: Record<string, unknown>, pointer: string, depth: number) => {
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const wrong = name === '__proto__' ? 'is not allowed as a name' : textFault(name);
      if (wrong !== null) fault(pointer, `a member's name ${wrong}`);
      else members.push([name, copy(member, pointTo(pointer, name), depth + 1)]);
    }
    return Object.fromEntries(members);
  };

  return { value: copy(body, '', 0), faults };
}
