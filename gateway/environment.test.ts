import { expect, it } from 'vitest';
import { readGatewayEnvironment } from './environment.ts';

const KEYS = { GATEWAY_API_KEYS: 'shop:sesame' };

it('listens on this machine, takes callbacks of any age and trusts the local Temporal UI unless told otherwise', () => {
  expect(readGatewayEnvironment(KEYS)).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    maxSkewSeconds: null,
    uiOrigin: 'http://127.0.0.1:8233',
  });
});

it('takes the origin of an address with a path', () => {
  const { uiOrigin } = readGatewayEnvironment({ ...KEYS, TEMPORAL_UI_URL: 'https://ui.example/temporal/' });
  expect(uiOrigin).toBe('https://ui.example');
});

it.each([
  [{}, 'GATEWAY_API_KEYS is required'],
  [{ ...KEYS, GATEWAY_PORT: 'http' }, 'GATEWAY_PORT must be'],
  [{ ...KEYS, GATEWAY_PORT: '65536' }, 'GATEWAY_PORT must be'],
  [{ ...KEYS, CALLBACK_MAX_SKEW_SECONDS: '8999' }, 'CALLBACK_MAX_SKEW_SECONDS must be'],
  [{ ...KEYS, CALLBACK_MAX_SKEW_SECONDS: 'soon' }, 'CALLBACK_MAX_SKEW_SECONDS must be'],
  [{ ...KEYS, TEMPORAL_UI_URL: 'ui.example' }, 'TEMPORAL_UI_URL must be'],
])('refuses %j with one line', (environment, line) => {
  const refuse = () => readGatewayEnvironment(environment);
  expect(refuse).toThrow(line);
  expect(refuse).not.toThrow(/\n|sesame/);
});

it('takes a limit of just five redeliveries', () => {
  expect(readGatewayEnvironment({ ...KEYS, CALLBACK_MAX_SKEW_SECONDS: '9000' }).maxSkewSeconds).toBe(9000);
});
