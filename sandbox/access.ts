import { timingSafeEqual } from 'node:crypto';
import { signQuery, signRequest } from '../pandapon/index.ts';

/** A caller's clock may be so far from ours (docs/reference/platform.md, "Transport"). */
const MAX_SKEW_MS = 600_000;

export type Access =
  | { kind: 'granted'; nonce: string | null }
  | { kind: 'refused'; code: 401 | 403; msg: string };

interface AccessRules {
  accessKey: string;
  secret: string;
  /** null: anybody with the key. */
  userIds: readonly string[] | null;
  now: number;
}

/** Who calls, by the signed headers: upper hex MD5 of access key, timestamp, nonce and secret. */
export function accessOf(header: (name: string) => string | undefined, rules: AccessRules): Access {
  const userId = header('user-id') ?? '';
  const nonce = header('nonce-str') ?? '';
  const timestamp = header('timestamp') ?? '';
  if (header('access-key') !== rules.accessKey) return refused(401, 'ACCESS_KEY_UNKNOWN');
  const at = instantOf(timestamp);
  if (at === null) return refused(401, 'TIMESTAMP_MISSING_OR_WRONG');
  if (Math.abs(at - rules.now) > MAX_SKEW_MS) return refused(401, 'TIMESTAMP_TOO_FAR_FROM_NOW');
  if (nonce === '') return refused(401, 'NONCE_MISSING');
  const wanted = signRequest({ accessKey: rules.accessKey, timestamp, nonce, secret: rules.secret });
  if (!same(header('signature') ?? '', wanted)) return refused(401, 'SIGNATURE_WRONG');
  if (userId === '' || (rules.userIds && !rules.userIds.includes(userId))) {
    return refused(403, 'USER_ID_NOT_ALLOWED');
  }
  return { kind: 'granted', nonce };
}

/** Who calls, by `timestamp` and `sign` in the query; it speaks for no user, and has no nonce. */
export function accessByQuery(query: (name: string) => string | undefined, rules: AccessRules): Access {
  const timestamp = query('timestamp') ?? '';
  const at = instantOf(timestamp);
  if (at === null) return refused(401, 'TIMESTAMP_MISSING_OR_WRONG');
  if (Math.abs(at - rules.now) > MAX_SKEW_MS) return refused(401, 'TIMESTAMP_TOO_FAR_FROM_NOW');
  const wanted = signQuery({ accessKey: rules.accessKey, timestamp, secret: rules.secret });
  return same(query('sign') ?? '', wanted) ? { kind: 'granted', nonce: null } : refused(401, 'SIGN_WRONG');
}

const refused = (code: 401 | 403, msg: string): Access => ({ kind: 'refused', code, msg });

/** 13 digits are milliseconds, 10 are seconds. */
function instantOf(timestamp: string): number | null {
  if (/^\d{13}$/.test(timestamp)) return Number(timestamp);
  return /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : null;
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Remembers nonces as long as their timestamp is good, so that a repeated one can be counted. */
export class SeenNonces {
  #young = new Set<string>();
  #old = new Set<string>();
  #turnedAt = 0;

  /** True when it was seen before. */
  note(nonce: string, now: number): boolean {
    if (now - this.#turnedAt > 2 * MAX_SKEW_MS) {
      this.#old = this.#young;
      this.#young = new Set();
      this.#turnedAt = now;
    }
    const seen = this.#young.has(nonce) || this.#old.has(nonce);
    this.#young.add(nonce);
    return seen;
  }
}
