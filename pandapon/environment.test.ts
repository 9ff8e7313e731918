import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigurationError } from './configuration.ts';
import { readPandaponEnvironment } from './environment.ts';

const REQUIRED = {
  PANDAPON_ACCESS_KEY: 'ak-example',
  PANDAPON_ACCESS_SECRET: 'secret-example',
  PANDAPON_USER_ID: '1700000000000',
};

test('the three required variables are enough', () => {
  const { credentials, ...rest } = readPandaponEnvironment(REQUIRED);
  expect(credentials()).toEqual({
    accessKey: 'ak-example',
    secrets: ['secret-example'],
    userId: '1700000000000',
  });
  expect(rest).toEqual({
    baseUrl: 'https://api.pandapon.com',
    timestampUnit: 'ms',
    endpoints: {},
    callsPerSecond: 20,
    timeoutMs: 10_000,
    reconcileSettleSeconds: 60,
    patienceSeconds: 1_800,
  });
});

test('an empty variable counts as not set', () => {
  const read = readPandaponEnvironment({
    ...REQUIRED,
    PANDAPON_BASE_URL: '',
    PANDAPON_ENDPOINTS: '',
    PATIENCE_SECONDS: '',
  });
  expect(read).toMatchObject({ baseUrl: 'https://api.pandapon.com', endpoints: {}, patienceSeconds: 1_800 });
});

test('every setting is read', () => {
  const read = readPandaponEnvironment({
    ...REQUIRED,
    PANDAPON_BASE_URL: 'http://127.0.0.1:8090/pandapon/',
    PANDAPON_TIMESTAMP_UNIT: 's',
    PANDAPON_CALLS_PER_SECOND: '0.5',
    PANDAPON_TIMEOUT_MS: '30000',
    RECONCILE_SETTLE_SECONDS: '0',
    RECONCILE_SINCE: '2026-01-31T08:00:00+08:00',
    PATIENCE_SECONDS: '1',
    UNRELATED: 'x',
  });
  expect(read).toMatchObject({
    baseUrl: 'http://127.0.0.1:8090/pandapon',
    timestampUnit: 's',
    callsPerSecond: 0.5,
    timeoutMs: 30_000,
    reconcileSettleSeconds: 0,
    reconcileSince: Date.parse('2026-01-31T00:00:00Z'),
    patienceSeconds: 1,
  });
});

test('a comma list of secrets: all are there, the first first', () => {
  const read = readPandaponEnvironment({ ...REQUIRED, PANDAPON_ACCESS_SECRET: 'new,old,' });
  expect(read.credentials().secrets).toEqual(['new', 'old']);
});

test.each([
  [
    {},
    'PANDAPON_ACCESS_KEY is required (or PANDAPON_ACCESS_KEY_FILE); PANDAPON_ACCESS_SECRET is required (or PANDAPON_ACCESS_SECRET_FILE); PANDAPON_USER_ID is required (or PANDAPON_USER_ID_FILE)',
  ],
  [
    { ...REQUIRED, PANDAPON_ACCESS_SECRET: ',' },
    'PANDAPON_ACCESS_SECRET must be plain characters without blanks, and not empty',
  ],
  [
    { ...REQUIRED, PANDAPON_USER_ID: 'a b' },
    'PANDAPON_USER_ID must be plain characters without blanks, and not empty',
  ],
  [
    { ...REQUIRED, PANDAPON_USER_ID_FILE: '/x' },
    'PANDAPON_USER_ID and PANDAPON_USER_ID_FILE are both set: keep one',
  ],
  [
    { ...REQUIRED, PANDAPON_BASE_URL: 'api.pandapon.com' },
    'PANDAPON_BASE_URL must be an http or https address without user, query or fragment',
  ],
  [
    { ...REQUIRED, PANDAPON_BASE_URL: 'ftp://x' },
    'PANDAPON_BASE_URL must be an http or https address without user, query or fragment',
  ],
  [
    { ...REQUIRED, PANDAPON_BASE_URL: 'https://u:p@x' },
    'PANDAPON_BASE_URL must be an http or https address without user, query or fragment',
  ],
  [{ ...REQUIRED, PANDAPON_TIMESTAMP_UNIT: 'us' }, 'PANDAPON_TIMESTAMP_UNIT must be ms or s'],
  [
    { ...REQUIRED, PANDAPON_CALLS_PER_SECOND: '0' },
    'PANDAPON_CALLS_PER_SECOND must be a number of calls above 0 and at most 10000',
  ],
  [
    { ...REQUIRED, PANDAPON_TIMEOUT_MS: '30001' },
    'PANDAPON_TIMEOUT_MS must be a whole number of milliseconds from 1 to 30000',
  ],
  [
    { ...REQUIRED, PANDAPON_TIMEOUT_MS: '1e3' },
    'PANDAPON_TIMEOUT_MS must be a whole number of milliseconds from 1 to 30000',
  ],
  [
    { ...REQUIRED, RECONCILE_SINCE: 'yesterday' },
    'RECONCILE_SINCE must be an instant such as 2026-01-31T08:00:00Z',
  ],
  [
    { ...REQUIRED, RECONCILE_SETTLE_SECONDS: '-1' },
    'RECONCILE_SETTLE_SECONDS must be a whole number of seconds from 0 to 86400',
  ],
  [
    { ...REQUIRED, PATIENCE_SECONDS: '0', PANDAPON_TIMEOUT_MS: 'x' },
    'PANDAPON_TIMEOUT_MS must be a whole number of milliseconds from 1 to 30000; PATIENCE_SECONDS must be a whole number of seconds from 1 to 2592000',
  ],
])('%j is refused in one line', (environment, message) => {
  expect(() => readPandaponEnvironment(environment)).toThrow(new ConfigurationError(message));
});

describe('mounted files', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  test('a changed file is read again; while it is away or empty the last good value stands', () => {
    const path = file('secret', 'old\n');
    const { PANDAPON_ACCESS_KEY, PANDAPON_USER_ID } = REQUIRED;
    const { credentials } = readPandaponEnvironment({
      PANDAPON_ACCESS_KEY,
      PANDAPON_USER_ID,
      PANDAPON_ACCESS_SECRET_FILE: path,
    });
    expect(credentials().secrets).toEqual(['old']);
    file('secret', 'new,old\n');
    expect(credentials().secrets).toEqual(['new', 'old']);
    file('secret', '');
    expect(credentials().secrets).toEqual(['new', 'old']);
    rmSync(path);
    expect(credentials().secrets).toEqual(['new', 'old']);
  });

  test('a file that is away or empty at start is refused, and its content is in no message', () => {
    const { PANDAPON_ACCESS_SECRET: _, ...others } = REQUIRED;
    const withFile = (path: string) => () =>
      readPandaponEnvironment({ ...others, PANDAPON_ACCESS_SECRET_FILE: path });
    expect(withFile(join(folder, 'none'))).toThrow(
      new ConfigurationError('PANDAPON_ACCESS_SECRET_FILE cannot be read'),
    );
    const plain = new ConfigurationError(
      'PANDAPON_ACCESS_SECRET_FILE must be plain characters without blanks, and not empty',
    );
    expect(withFile(file('empty', '\n'))).toThrow(plain);
    expect(withFile(file('blank', 'two words'))).toThrow(plain);
  });

  test('an overrides file is read', () => {
    const PANDAPON_ENDPOINTS = file('endpoints.json', '{"alibaba.order.page":{"path":"/v3/page"}}');
    expect(readPandaponEnvironment({ ...REQUIRED, PANDAPON_ENDPOINTS }).endpoints).toEqual({
      'alibaba.order.page': { path: '/v3/page' },
    });
  });
});
