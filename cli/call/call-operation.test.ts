import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { closedPort, sendData, startServer } from '../../pandapon/fixtures/http-server.ts';
import { parseExact } from '../../pandapon/index.ts';
import { body, buyOne, stage } from '../../sandbox/fixtures/stage.ts';
import { platformEnvironment } from '../fixtures/platform.ts';
import { recordedShell } from '../fixtures/shell.ts';
import { run } from '../run.ts';

const ORDER = '2540608320348880794';

async function call(
  environment: ReturnType<typeof platformEnvironment>,
  args: string[],
  options: Parameters<typeof recordedShell>[1] = {},
) {
  const shell = recordedShell(environment, options);
  const code = await run(['call', ...args], shell, '0.0.0');
  return { code, ...shell.written };
}

describe('ids keep all their digits', () => {
  test('out as an integer where the platform wants one, and back out of the answer', async () => {
    await using server = await startServer(sendData('true'));
    const sent = await call(platformEnvironment(server.url), [
      'alibaba.order.cancel',
      '--json',
      `{"webSite":"1688","orderId":${ORDER},"cancelReason":"buyerCancel"}`,
    ]);
    expect(sent).toMatchObject({ code: 0, out: 'true\n', err: '' });
    expect(server.received[0]?.body).toContain(`"orderId":${ORDER},`);
  });

  test('back, also in members that we do not know', async () => {
    const data = `{"baseInfo":{"id":${ORDER},"idOfStr":"${ORDER}","newId":9007199254740993},"success":true}`;
    await using server = await startServer(sendData(data));
    const request = ['alibaba.order.detail', '--json', `{"webSite":"1688","orderId":"${ORDER}"}`];
    const { code, out } = await call(platformEnvironment(server.url), request);
    expect(code).toBe(0);
    expect(out).toContain(`"id": ${ORDER},`);
    expect(out).toContain(`"newId": 9007199254740993`);
    expect(parseExact(out)).toMatchObject({ baseInfo: { id: BigInt(ORDER), idOfStr: ORDER } });
  });
});

describe('the body', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-call-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('comes from a file or from standard input too', async () => {
    await using server = await startServer(sendData('true'));
    const text = `{"webSite":"1688","orderId":${ORDER}}`;
    const file = join(folder, 'cancel.json');
    writeFileSync(file, text);
    const environment = platformEnvironment(server.url);
    expect(await call(environment, ['alibaba.order.cancel', '-f', file])).toMatchObject({ code: 0 });
    expect(await call(environment, ['alibaba.order.cancel', '-f', '-'], { input: text })).toMatchObject({
      code: 0,
    });
    expect(server.received.map((each) => each.body)).toEqual([text, text]);
  });

  test('that does not fit is told with pointers and never sent', async () => {
    await using server = await startServer(sendData('true'));
    const environment = platformEnvironment(server.url);
    const wrong = await call(environment, [
      'alibaba.order.cancel',
      '--json',
      `{"webSite":"1689","orderId":"${ORDER}"}`,
    ]);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toBe(
      'orders: alibaba.order.cancel: the request does not fit, nothing was sent: /webSite Invalid input: expected "1688"; /orderId must be an integer with all its digits, without quotes (INVALID)\n',
    );
    const asJson = await call(environment, ['alibaba.order.cancel', '-o', 'json', '--json', '{}']);
    expect(JSON.parse(asJson.err).error).toMatchObject({
      code: 'INVALID',
      exitCode: 2,
      errors: [{ pointer: '/webSite' }, { pointer: '/orderId' }],
    });
    expect(server.received).toHaveLength(0);
  });

  test.each([
    [['alibaba.order.cancel', '--json', '{"mobile":13800000000'], '--json is not JSON: look at character 21'],
    [['alibaba.order.cancel', '--json', '{}', '-f', 'x'], 'give --json or -f, not both'],
    [['alibaba.order.cancel', '-f', '/nowhere/x.json'], '/nowhere/x.json cannot be read (ENOENT)'],
    [
      ['order.cancel'],
      'there is no operation "order.cancel": did you mean alibaba.order.cancel or taobao.order.cancel?',
    ],
    [[], 'say which operation, such as "orders call alibaba.order.detail"'],
  ])('%j: one line that says what is wrong', async (args, line) => {
    const { code, err } = await call(platformEnvironment('http://127.0.0.1:1'), args);
    expect(code).toBe(2);
    expect(err).toContain(`orders: ${line}`);
    expect(err.trimEnd()).not.toContain('\n');
    expect(err).not.toContain('13800000000');
  });
});

describe('how it ended is the exit code', () => {
  const detail = ['alibaba.order.detail', '--json', `{"webSite":"1688","orderId":"${ORDER}"}`];
  const answers = (status: number, text: string) =>
    startServer((response) => {
      response.statusCode = status;
      response.end(text);
    });

  test.each([
    ['a definite no of the platform', 200, '{"code":4001,"msg":"CLOSE_ORDER_TOO_FAST","data":null}', 3],
    [
      'a second success flag that says no',
      200,
      '{"code":200,"data":{"success":false,"errorCode":"4007"}}',
      3,
    ],
    ['credentials refused', 200, '{"code":401,"msg":"signature"}', 5],
    ['too many calls', 429, '', 6],
    ['a platform error', 200, '{"code":500,"msg":"x"}', 7],
    ['a page instead of JSON', 502, '<html>', 7],
  ])('%s', async (_, status, text, code) => {
    await using server = await answers(status, text);
    const ended = await call(platformEnvironment(server.url), detail);
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(/^orders: alibaba\.order\.detail: .+\n$/);
  });

  test('nobody there: not sent', async () => {
    const ended = await call(platformEnvironment(`http://127.0.0.1:${await closedPort()}`), detail);
    expect(ended.code).toBe(6);
    expect(ended.err).toContain('nothing was done, make the same call again');
  });

  test('some merchants of several refused: partly', async () => {
    await using on = await stage();
    const request = JSON.stringify(body({ seller: 'a' }, { seller: 'b-outofstock' }));
    const ended = await call(platformEnvironment(on.sandbox.url), [
      'alibaba.order.batchCreate',
      '--json',
      request,
    ]);
    expect(ended.code).toBe(8);
    expect(ended.err).toContain('1 of 2 refused: 500_004');
    expect(on.sandbox.ledger().totals.orders).toBe(1);
  });

  test('with -o json the whole outcome is on standard output', async () => {
    await using server = await answers(200, '{"requestId":"r-9","code":4002,"msg":"ORDER_ALREADY_PAID"}');
    const { out, err } = await call(platformEnvironment(server.url), [...detail, '-o', 'json']);
    expect(JSON.parse(out)).toEqual({
      kind: 'refused',
      code: '4002',
      message: 'ORDER_ALREADY_PAID',
      requestId: 'r-9',
    });
    expect(err).toBe('');
  });
});

test('an answer is printed without the people in it, unless they are asked for', async () => {
  await using on = await stage();
  const orderId = await buyOne(on);
  const request = ['alibaba.order.detail', '--json', `{"webSite":"1688","orderId":"${orderId}"}`];
  const { out } = await call(platformEnvironment(on.sandbox.url), request);
  expect(out).toContain(orderId);
  expect(out).not.toMatch(/18600000000|zhang/);
  const open = await call(platformEnvironment(on.sandbox.url), [...request, '--personal']);
  expect(open.out).toMatch(/18600000000/);
});

describe('what changes something away from this machine', () => {
  const away = platformEnvironment('http://platform.invalid');
  const cancel = ['alibaba.order.cancel', '--json', `{"webSite":"1688","orderId":${ORDER}}`];

  test('is not sent where nobody can be asked', async () => {
    const { code, err } = await call(away, cancel);
    expect(code).toBe(2);
    expect(err).toContain('alibaba.order.cancel changes something at platform.invalid: say --yes to send it');
  });

  test('is sent only when the person writes yes', async () => {
    const no = await call(away, cancel, { answer: 'y' });
    expect(no).toMatchObject({ code: 2, asked: [expect.stringContaining('for user 1700000000000')] });
    expect((await call(away, cancel, { answer: 'yes' })).code).toBe(6);
  });

  test('is sent with --yes; a read needs none', async () => {
    expect((await call(away, [...cancel, '--yes'])).code).toBe(6);
    const read = ['alibaba.order.detail', '--json', `{"webSite":"1688","orderId":"${ORDER}"}`];
    expect((await call(away, read)).code).toBe(6);
  });
});

describe('the overrides file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-call-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'endpoints.json');

  test('changes where an operation is reached, and the list shows it', async () => {
    writeFileSync(file, '{"alibaba.order.cancel":{"path":"/v9/cancel"}}');
    await using server = await startServer(sendData('true'));
    const environment = platformEnvironment(server.url, { PANDAPON_ENDPOINTS: file });
    await call(environment, ['alibaba.order.cancel', '--json', `{"webSite":"1688","orderId":${ORDER}}`]);
    expect(server.received[0]?.url).toBe('/v9/cancel');
    const { out } = await call({ PANDAPON_ENDPOINTS: file }, ['--list']);
    expect(out).toMatch(/alibaba\.order\.cancel +yes +POST +\/v9\/cancel +overridden/);
    const listed = JSON.parse((await call({}, ['--list', '-o', 'json'])).out);
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'alibaba.order.payUrl', effect: 'effect', method: 'GET' }),
    );
  });

  test('that is wrong ends in one line', async () => {
    writeFileSync(file, '{"alibaba.order.cancle":{}}');
    const { code, err } = await call({ PANDAPON_ENDPOINTS: file }, ['--list']);
    expect(code).toBe(1);
    expect(err).toContain('there is no operation "alibaba.order.cancle"');
  });
});

test('missing configuration is one line that names the variables', async () => {
  const { code, err } = await call({}, ['alibaba.order.page', '--json', '{"pageNo":1,"pageSize":1}']);
  expect(code).toBe(1);
  expect(err).toMatch(/^orders: PANDAPON_ACCESS_KEY is required .*\(CONFIGURATION\)\n$/);
});
