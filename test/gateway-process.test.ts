import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { setupNamespace } from '../client/index.ts';
import { entryPoint } from '../embedded/entry-point.ts';
import { ask } from './fixtures/gateway-calls.ts';

const PLATFORM = { baseUrl: 'https://platform.example', accessKey: 'ak-process' };
const namespace = `gateway-${randomBytes(4).toString('hex')}`;
const address = inject('temporalAddress');
const environment: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: namespace,
  PANDAPON_BASE_URL: PLATFORM.baseUrl,
  PANDAPON_ACCESS_KEY: PLATFORM.accessKey,
  PANDAPON_ACCESS_SECRET: 'sesame-secret',
  PANDAPON_USER_ID: '1700000000000',
  GATEWAY_API_KEYS: 'all:sesame-key',
  GATEWAY_PORT: '0',
  LOG_FORMAT: 'json',
};

interface Ended {
  code: number | null;
  stderr: string;
}

/** `npm run gateway` as a process; it ends with the test whatever happens. */
function run(more: Record<string, string | undefined> = {}) {
  const { command, args } = entryPoint('gateway/main');
  const child = spawn(command, args, { env: { ...environment, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stderr })));
  return { child, ended };
}

/** The line that says where it listens. */
const urlOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    let log = '';
    child.stdout?.on('data', (chunk) => {
      log += chunk;
      const url = /"url":"([^"]+)"/.exec(log)?.[1];
      if (url !== undefined) resolve(url);
    });
  });

beforeAll(async () => {
  const connection = await Connection.connect({ address });
  await setupNamespace(new Client({ connection, namespace }), { ...PLATFORM, retentionDays: 90 });
  await connection.close();
});

describe('wrong configuration is one line and a non-zero end:', () => {
  it.each([
    ['no keys', { GATEWAY_API_KEYS: undefined }, /GATEWAY_API_KEYS is required/],
    ['a key without a name', { GATEWAY_API_KEYS: 'sesame-key' }, /GATEWAY_API_KEYS: entry 1/],
    [
      'an unreachable Temporal',
      { TEMPORAL_ADDRESS: '127.0.0.1:1' },
      /Temporal at 127\.0\.0\.1:1 does not answer/,
    ],
    ['a namespace that is not there', { TEMPORAL_NAMESPACE: 'nobodys' }, /namespace nobodys.*orders setup/],
    ["another platform's namespace", { PANDAPON_BASE_URL: 'https://other.example' }, /other\.example/],
  ])('%s', async (_, more, line) => {
    const { code, stderr } = await run(more).ended;
    expect([code, stderr.trimEnd().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toMatch(/^gateway: /);
    expect(stderr).toMatch(line);
    expect(stderr).not.toMatch(/sesame|^\s+at /m);
  });

  it('a port that is taken', async () => {
    const other = createServer();
    onTestFinished(() => {
      other.close();
    });
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => {
        const bound = other.address();
        resolve(typeof bound === 'object' && bound !== null ? bound.port : 0);
      }),
    );
    const { code, stderr } = await run({ GATEWAY_PORT: `${port}` }).ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^gateway: GATEWAY_PORT \d+ is taken on 127.0.0.1.*\n$/),
    ]);
  });
});

it('on SIGTERM it takes nothing new, answers what is under way, and ends with 0', async () => {
  const { child, ended } = run();
  const url = await urlOf(child);
  const body = JSON.stringify({ state: 'on' });
  const underWay = request(`${url}/v1/spending`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sesame-key',
      'content-type': 'application/json',
      'content-length': body.length,
      expect: '100-continue',
    },
  });
  const answered = once(underWay, 'response');
  underWay.flushHeaders();
  await once(underWay, 'continue');
  child.kill('SIGTERM');
  const isRefused = () =>
    ask(url, '/healthz').then(
      () => false,
      () => true,
    );
  while (!(await isRefused()));
  underWay.end(body);
  const [response] = await answered;
  expect(response).toMatchObject({ statusCode: 200 });
  response.resume();
  expect(await ended).toEqual({ code: 0, stderr: '' });
});

it('goods are asked of the platform that the environment names, and the keyword stands in no log', async () => {
  const { child } = run({ PANDAPON_TIMEOUT_MS: '1000' });
  let log = '';
  child.stdout?.on('data', (chunk) => {
    log += chunk;
  });
  const url = await urlOf(child);
  // Nobody is there: it was configured, asked, and not reached.
  const answer = await ask(url, '/v1/goods/1688?keyword=secret-word', { key: 'sesame-key' });
  expect(answer).toMatchObject({ status: 503, body: { code: 'PLATFORM_UNAVAILABLE' } });
  while (!log.includes('"route":"/v1/goods/1688"')) await once(child.stdout ?? child, 'data');
  expect(log).not.toContain('secret-word');
});
