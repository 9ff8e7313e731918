import { expect, test } from 'vitest';
import { sendData, startServer } from '../../pandapon/fixtures/http-server.ts';
import { readPandaponEnvironment } from '../../pandapon/index.ts';
import { createSandbox } from '../../sandbox/server.ts';
import { platformEnvironment } from '../fixtures/platform.ts';
import { platformChecks, skewCheck } from './platform-checks.ts';

const checksOf = async (baseUrl: string, more = {}) => {
  const platform = readPandaponEnvironment(platformEnvironment(baseUrl, more));
  const { checks, sandboxCallbackUrl } = await platformChecks(platform);
  return { ...Object.fromEntries(checks.map((check) => [check.name, check])), sandboxCallbackUrl };
};

test('a sandbox is known as one, with where it pushes callbacks, and takes our key', async () => {
  await using keys = await sandbox();
  const found = await checksOf(keys.url);
  expect(found).toMatchObject({
    platform: { result: 'ok', says: expect.stringContaining('a sandbox (speed 1)') },
    clock: { result: 'ok' },
    access: { result: 'ok' },
    sandboxCallbackUrl: 'http://127.0.0.1:1/callbacks',
  });
});

test('a wrong secret is told by the refused read', async () => {
  await using keys = await sandbox();
  const wrong = await checksOf(keys.url, { PANDAPON_ACCESS_SECRET: 'another' });
  expect(wrong).toMatchObject({ access: { result: 'fail', says: expect.stringContaining('401') } });
});

test('anything else is to be taken for real', async () => {
  await using server = await startServer(sendData('{"data":[]}'));
  expect(await checksOf(server.url)).toMatchObject({
    platform: { result: 'warn', says: expect.stringContaining('take it for real') },
    access: { result: 'ok' },
  });
});

test('the clock may be off by less than what the platform refuses', () => {
  expect(skewCheck(1).result).toBe('ok');
  expect(skewCheck(-61)).toMatchObject({ result: 'warn', says: expect.stringContaining('61 s behind') });
  expect(skewCheck(600)).toMatchObject({ result: 'fail', says: expect.stringContaining('600 s ahead of') });
});

async function sandbox() {
  const made = await createSandbox({
    accessKey: 'ak-example',
    secret: 'secret-example',
    port: 0,
    callbackUrl: 'http://127.0.0.1:1/callbacks',
  });
  return { url: made.url, [Symbol.asyncDispose]: () => made.close() };
}
