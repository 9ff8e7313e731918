import { expect, test } from 'vitest';
import { readSandboxEnvironment } from './environment.ts';

const GOOD = {
  PANDAPON_ACCESS_KEY: 'ak-example',
  PANDAPON_ACCESS_SECRET: 'new-secret,old-secret',
  PANDAPON_USER_ID: '1700000000000',
};

test('it stands on 127.0.0.1:8090, forgets, and knows the first secret, unless told otherwise', () => {
  expect(readSandboxEnvironment(GOOD)).toMatchObject({
    accessKey: 'ak-example',
    secret: 'new-secret',
    host: '127.0.0.1',
    port: 8090,
    callbackUrl: undefined,
    dataDirectory: undefined,
    speed: undefined,
  });
});

test.each<[string, Record<string, string>]>([
  ['PANDAPON_ACCESS_KEY is required', { PANDAPON_ACCESS_KEY: '' }],
  ['SANDBOX_PORT must be a port', { SANDBOX_PORT: '80a' }],
  ['SANDBOX_PORT must be a port', { SANDBOX_PORT: '65536' }],
  ['SANDBOX_SPEED must be a number above 0', { SANDBOX_SPEED: '0' }],
  ['SANDBOX_SPEED must be a number above 0', { SANDBOX_SPEED: 'fast' }],
  ['SANDBOX_CALLBACK_URL must be an http', { SANDBOX_CALLBACK_URL: 'gateway:8080' }],
  ['SANDBOX_PUBLIC_URL must be an http', { SANDBOX_PUBLIC_URL: 'here' }],
])('%s: %j', (message, wrong) => {
  expect(() => readSandboxEnvironment({ ...GOOD, ...wrong })).toThrow(message);
});
