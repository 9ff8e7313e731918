import { describe, expect, it } from 'vitest';
import { KEY, problemIn, startGateway } from './fixtures/gateway.ts';

/** Bodies as they come over the wire; the port answers whatever reached it. */
const gatewayThatEchoes = () =>
  startGateway({
    switchSpending: async ({ body }) => {
      seen.push(body);
      return { state: 'on', since: null, by: null, note: null };
    },
  });
const seen: unknown[] = [];

const post = (url: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/spending`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
  });

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a body', () => {
  it.each([
    ['that is empty', '', 400, 'BAD_JSON'],
    ['that is not JSON', '{"state":', 400, 'BAD_JSON'],
    ['with a member twice', '{"state":"on","state":"on"}', 400, 'BAD_JSON'],
    ['nested deeper than the stack', deep(200_000), 400, 'BAD_JSON'],
    ['with a NUL between members', '{"state":\0"on"}', 400, 'BAD_JSON'],
    ['in UTF-16', Buffer.from('{"state":"on"}', 'utf16le'), 400, 'BAD_JSON'],
    ['with bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'BAD_JSON'],
    ['of 2 MiB', `"${'x'.repeat(2 * 1024 * 1024)}"`, 413, 'TOO_LARGE'],
  ])('%s is told so', async (_, body, status, code) => {
    const { url } = await gatewayThatEchoes();
    const answer = await post(url, body);
    expect(await problemIn(answer)).toMatchObject({ status, code });
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=gbk', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('of the type %s is not read', async (type, headers) => {
    const { url } = await gatewayThatEchoes();
    const answer = await post(url, '{"state":"on"}', { 'content-type': type, ...headers });
    expect(await problemIn(answer)).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it.each(['application/json', 'application/json;charset=UTF-8', 'Application/JSON; charset="utf-8"'])(
    'of the type %s is read',
    async (type) => {
      const { url } = await gatewayThatEchoes();
      expect((await post(url, '{"state":"on"}', { 'content-type': type })).status).toBe(200);
    },
  );

  it('of just under 1 MiB arrives whole, and integers arrive with all their digits', async () => {
    const { url } = await gatewayThatEchoes();
    const filler = 'x'.repeat(1024 * 1024 - 100);
    await post(url, `{"id":2540608320348880794,"filler":"${filler}"}`);
    expect(seen.at(-1)).toEqual({ id: 2540608320348880794n, filler });
  });
});

it('a body that comes in chunks, without a length, is read whole', async () => {
  const { url } = await gatewayThatEchoes();
  const chunks = async function* () {
    for (const chunk of ['{"sta', 'te":', '"on"}']) yield Buffer.from(chunk);
  };
  const answer = await fetch(`${url}/v1/spending`, {
    method: 'POST',
    body: chunks(),
    duplex: 'half',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
  });
  expect([answer.status, seen.at(-1)]).toEqual([200, { state: 'on' }]);
});

it('keeps nothing of bodies that are too large', async () => {
  const { url } = await gatewayThatEchoes();
  const big = Buffer.alloc(2 * 1024 * 1024, 0x20);
  const round = async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(url, big)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(413));
  };
  // the sender lives in this process too: its buffers come with the first rounds
  for (let n = 0; n < 3; n++) await round();
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 8; n++) await round();
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});
