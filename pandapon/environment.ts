import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError, type Environment, readVariables, wholeNumber } from './configuration.ts';
import { type EndpointOverrides, readEndpointOverrides } from './endpoints.ts';
import type { TimestampUnit } from './sign.ts';

/** Who we are towards the platform. */
export interface Credentials {
  accessKey: string;
  /** The first signs; each is accepted for a callback. At least one. */
  secrets: readonly string[];
  /** Whose orders: used where a call names no user. */
  userId: string;
}

/** The `PANDAPON_*` settings of one process. */
export interface PandaponEnvironment {
  /** Without a trailing slash. */
  baseUrl: string;
  /** Reads mounted `_FILE`s anew each time; keeps the last good value while one cannot be read. Call it per use. */
  credentials: () => Credentials;
  timestampUnit: TimestampUnit;
  endpoints: EndpointOverrides;
  callsPerSecond: number;
  timeoutMs: number;
  reconcileSettleSeconds: number;
  /** Milliseconds since 1970; absent: as each purchase was posted. */
  reconcileSince?: number | undefined;
  patienceSeconds: number;
}

/** One call may take no longer: a spending task is to be found dead sooner than that. */
const TIMEOUT_MAX_MS = 30_000;
const DAY_SECONDS = 86_400;

const baseUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const plain =
    url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
  if (!plain) {
    context.addIssue('must be an http or https address without user, query or fragment');
    return z.NEVER;
  }
  return url.href.replace(/\/+$/, '');
});

const CALLS = 'must be a number of calls above 0 and at most 10000';

const variables = {
  PANDAPON_BASE_URL: baseUrl.prefault('https://api.pandapon.com'),
  PANDAPON_TIMESTAMP_UNIT: z.enum(['ms', 's'], 'must be ms or s').default('ms'),
  PANDAPON_ENDPOINTS: z.string().optional(),
  PANDAPON_CALLS_PER_SECOND: z
    .string()
    .regex(/^\d{1,5}(\.\d{1,3})?$/, { error: CALLS, abort: true })
    .transform((text) => Number(text))
    .refine((calls) => calls > 0 && calls <= 10_000, CALLS)
    .default(20),
  PANDAPON_TIMEOUT_MS: wholeNumber('milliseconds', { min: 1, max: TIMEOUT_MAX_MS }).default(10_000),
  RECONCILE_SETTLE_SECONDS: wholeNumber('seconds', { min: 0, max: DAY_SECONDS }).default(60),
  RECONCILE_SINCE: z.iso
    .datetime({ offset: true, error: 'must be an instant such as 2026-01-31T08:00:00Z' })
    .transform((text) => Date.parse(text))
    .optional(),
  PATIENCE_SECONDS: wholeNumber('seconds', { min: 1, max: 30 * DAY_SECONDS }).default(1_800),
};

/**
 * Reads the `PANDAPON_*` variables, `RECONCILE_SETTLE_SECONDS`, `RECONCILE_SINCE` and `PATIENCE_SECONDS`.
 * @throws ConfigurationError in one line naming every variable that is missing or wrong; values of secrets are not in it.
 */
export function readPandaponEnvironment(environment: Environment): PandaponEnvironment {
  const credentials = credentialsFrom(environment);
  const read = readVariables(environment, variables);
  return {
    baseUrl: read.PANDAPON_BASE_URL,
    credentials,
    timestampUnit: read.PANDAPON_TIMESTAMP_UNIT,
    endpoints: read.PANDAPON_ENDPOINTS === undefined ? {} : readEndpointOverrides(read.PANDAPON_ENDPOINTS),
    callsPerSecond: read.PANDAPON_CALLS_PER_SECOND,
    timeoutMs: read.PANDAPON_TIMEOUT_MS,
    reconcileSettleSeconds: read.RECONCILE_SETTLE_SECONDS,
    ...(read.RECONCILE_SINCE === undefined ? {} : { reconcileSince: read.RECONCILE_SINCE }),
    patienceSeconds: read.PATIENCE_SECONDS,
  };
}

/** Header values must be plain: a blank or a line break in a key file would break every call in an obscure way. */
const PLAIN = /^[\x21-\x7e]+$/;

function credentialsFrom(environment: Environment): () => Credentials {
  const wrong: string[] = [];
  const source = (name: string) => mountable(environment, name, wrong);
  const accessKey = source('PANDAPON_ACCESS_KEY');
  const secret = source('PANDAPON_ACCESS_SECRET');
  const userId = source('PANDAPON_USER_ID');
  if (wrong.length > 0) throw new ConfigurationError(wrong.join('; '));
  return () => ({
    accessKey: accessKey(),
    secrets: secret()
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    userId: userId(),
  });
}

/** A variable whose `_FILE` twin names a file with the value. Says what is wrong into `wrong`. */
function mountable(environment: Environment, name: string, wrong: string[]): () => string {
  const value = environment[name]?.trim();
  const path = environment[`${name}_FILE`];
  if (value && path) {
    wrong.push(`${name} and ${name}_FILE are both set: keep one`);
    return () => '';
  }
  let last = value || (path ? valueIn(path) : '');
  if (!path && !last) wrong.push(`${name} is required (or ${name}_FILE)`);
  else if (last === null) wrong.push(`${name}_FILE cannot be read`);
  else if (!usable(last)) {
    wrong.push(`${path ? `${name}_FILE` : name} must be plain characters without blanks, and not empty`);
  }
  return () => {
    const now = path ? valueIn(path) : null;
    // A file may be away or half written for a moment while it is replaced.
    if (now !== null && usable(now)) last = now;
    return last ?? '';
  };
}

const usable = (value: string): boolean => PLAIN.test(value) && !/^,*$/.test(value);

function valueIn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
