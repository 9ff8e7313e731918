import { createHash, randomUUID } from 'node:crypto';

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

/** A fresh `nonce-str`: 32 random characters of `[0-9a-f]`, within the `[0-9a-z]` that the platform takes. */
export const newNonce = (): string => randomUUID().replaceAll('-', '');

export type TimestampUnit = 'ms' | 's';

/** The `timestamp` header for an instant: 13 digits of milliseconds, or 10 of seconds (docs/reference/platform.md, "Transport"). */
export const requestTimestamp = (now: number, unit: TimestampUnit): string =>
  String(unit === 's' ? Math.floor(now / 1000) : now);
