import type { Command, ErrorCode, PointedMessage } from '../contract/index.ts';

/** Why a command is not taken. The client makes the error of the same code out of it. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  pointers?: PointedMessage[] | undefined;
}

export const refuse = (code: ErrorCode, message: string): Refusal => ({ code, message });

/** A member of the body that does not fit. */
export const invalid = (pointer: string, message: string): Refusal => ({
  code: 'INVALID',
  message: `${pointer}: ${message}`,
  pointers: [{ pointer, message }],
});

/** The members every command shares, as they may come from the Temporal UI: anything at all. */
export interface RawBody {
  by?: unknown;
  note?: unknown;
  revision?: unknown;
  actor?: unknown;
  key?: unknown;
  bodyHash?: unknown;
  [member: string]: unknown;
}

export const isObject = (value: unknown): value is RawBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string';

/** What is wrong with the shared members; null: nothing. */
export function sharedMembers(body: unknown): Refusal | null {
  if (!isObject(body)) return invalid('', 'one JSON object is expected');
  if (typeof body.actor !== 'string' && (typeof body.by !== 'string' || body.by.trim() === '')) {
    return invalid('/by', 'say who you are, for example {"by": "li"}');
  }
  if (!isTextOrAbsent(body.by)) return invalid('/by', 'a text is expected');
  if (!isTextOrAbsent(body.note)) return invalid('/note', 'a text is expected');
  if (body.revision !== undefined && !Number.isSafeInteger(body.revision)) {
    return invalid('/revision', 'an integer is expected: stuck.revision as you saw it');
  }
  return null;
}

/** An optional instant in the future. */
export function futureInstant(body: RawBody, member: string, now: number): Refusal | null {
  const value = body[member];
  if (value === undefined) return null;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return invalid(`/${member}`, 'an ISO-8601 instant is expected');
  return at > now ? null : invalid(`/${member}`, 'must be in the future');
}

/** Members that a command does not know are refused, so that a typing error is not a silent default. */
export function unknownMembers(command: Command, body: RawBody, known: readonly string[]): Refusal | null {
  const shared = ['by', 'note', 'revision', 'actor', 'key', 'bodyHash'];
  const odd = Object.keys(body).find((member) => !shared.includes(member) && !known.includes(member));
  return odd === undefined ? null : invalid(`/${odd}`, `"${command}" does not know this member`);
}

/** Who said it: the client states the door; a command without it came from the Temporal UI. */
export const actorOf = (body: RawBody): string =>
  typeof body.actor === 'string' ? body.actor : `ui:${typeof body.by === 'string' ? body.by : 'unknown'}`;

export const noteOf = (body: RawBody): string => (typeof body.note === 'string' ? body.note : '');

/** Members each command knows beside the shared ones. */
export const OWN_MEMBERS: Record<Command, readonly string[]> = {
  retry: ['patch', 'lines', 'until'],
  skip: [],
  abort: [],
  approve: ['upToFen'],
  adopt: ['orders'],
  cancel: [],
  hold: ['until'],
  release: [],
  'confirm-receipt': ['lines'],
};
