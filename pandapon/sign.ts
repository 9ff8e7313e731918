import { createHash, randomBytes } from 'node:crypto';

const NONCE_LENGTH = 32;
const NONCE_ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

export interface RequestToSign {
  accessKey: string;
  /** Exactly as the `timestamp` header says it. */
  timestamp: string;
  nonce: string;
  secret: string;
}

/**
 * The `signature` header: upper hex MD5 of access key, timestamp, nonce and secret, joined without separators
 * (docs/reference/platform.md, "Request signature"; inferred). The body is not covered.
 */
export function signRequest({ accessKey, timestamp, nonce, secret }: RequestToSign): string {
  return createHash('md5')
    .update(`${accessKey}${timestamp}${nonce}${secret}`, 'utf8')
    .digest('hex')
    .toUpperCase();
}

/**
 * The `sign` of a call that proves itself in its query: upper hex MD5 of access key, `timestamp` (seconds) and secret,
 * joined without separators (docs/reference/platform.md, "Warehouse logistics"; assumed).
 */
export const signQuery = ({ accessKey, timestamp, secret }: Omit<RequestToSign, 'nonce'>): string =>
  createHash('md5').update(`${accessKey}${timestamp}${secret}`, 'utf8').digest('hex').toUpperCase();

/** A fresh `nonce-str`: 32 random characters of `[0-9a-z]`. */
export function newNonce(): string {
  let nonce = '';
  while (nonce.length < NONCE_LENGTH) {
    for (const byte of randomBytes(NONCE_LENGTH)) {
      // 252 is the largest multiple of 36 in a byte: above it some characters would come more often.
      if (byte < 252 && nonce.length < NONCE_LENGTH) nonce += NONCE_ALPHABET.charAt(byte % 36);
    }
  }
  return nonce;
}

export type TimestampUnit = 'ms' | 's';

/** The `timestamp` header for an instant: 13 digits of milliseconds, or 10 of seconds (docs/reference/platform.md, "Transport"). */
export const requestTimestamp = (now: number, unit: TimestampUnit): string =>
  String(unit === 's' ? Math.floor(now / 1000) : now);
