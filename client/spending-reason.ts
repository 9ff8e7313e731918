import { isJsonObject } from '../contract/plain-json.ts';

/** What the server keeps beside the limit of the spend queue, in one text: who switched it, why, and under which keys. */
export interface SpendingReason {
  by: string | null;
  note: string | null;
  /** Idempotency keys that switched it, with their bodies, newest first. */
  keys: UsedKey[];
}

/** An idempotency key and the body it came with, as short hashes. */
export interface UsedKey {
  key: string;
  body: string;
}

/** Temporal takes no longer one. */
const LIMIT_BYTES = 1_000;
const KEYS_KEPT = 8;
/** 48 bits: two of eight keys are not taken for one another. */
const HASH_LENGTH = 8;

/** A hash as short as a reason has room for. */
export const shortHash = (hash: string): string => hash.slice(0, HASH_LENGTH);

/** The text for the server. A note that leaves no room is cut, never refused: turning spending off must not fail over it. */
export function writeReason({ by, note, keys }: SpendingReason): string {
  const kept = keys.slice(0, KEYS_KEPT).map(({ key, body }) => key + body);
  const textWith = (shown: string | null) =>
    JSON.stringify({
      by,
      ...(shown === null ? {} : { note: shown }),
      ...(kept.length === 0 ? {} : { keys: kept.join('') }),
    });
  const whole = textWith(note);
  if (Buffer.byteLength(whole) <= LIMIT_BYTES) return whole;
  const characters = [...(note ?? '')];
  let text: string;
  do {
    characters.pop();
    text = textWith(`${characters.join('')}…`);
  } while (Buffer.byteLength(text) > LIMIT_BYTES && characters.length > 0);
  return text;
}

/** Reads the text. One that was typed into Temporal's own CLI is a note by that identity. */
export function readReason(text: string, identity: string): SpendingReason {
  const said = parseJson(text);
  if (said === null) return { by: identity || null, note: text || null, keys: [] };
  return { by: textOrNull(said['by']), note: textOrNull(said['note']), keys: keysIn(said['keys']) };
}

function keysIn(text: unknown): UsedKey[] {
  const pairs = typeof text === 'string' ? (text.match(/.{16}/g) ?? []) : [];
  return pairs.map((pair) => ({ key: pair.slice(0, HASH_LENGTH), body: pair.slice(HASH_LENGTH) }));
}

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

function parseJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
