import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { readTemporalSettings } from '../client/index.ts';
import { createLogger } from '../client/log.ts';
import { parseApiKeys } from '../gateway/api-keys.ts';
import { clientOrders } from '../gateway/client-orders.ts';
import { createGateway } from '../gateway/server.ts';
import { body, ClientWorld } from './fixtures/client-world.ts';
import { ask } from './fixtures/gateway-calls.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const OLD = key('old');
let world: ClientWorld;
beforeAll(async () => {
  world = await ClientWorld.make(inject('temporalAddress'), { PAYLOAD_KEYS: OLD });
});
afterAll(() => world.close());

const payloadsSchema = z.object({ payloads: z.array(z.object({ data: z.string() })) });
const clear = (answer: unknown): string =>
  payloadsSchema
    .parse(answer)
    .payloads.map(({ data }) => Buffer.from(data, 'base64').toString())
    .join('\n');

/** A gateway with these payload keys. */
async function gatewayWith(PAYLOAD_KEYS: string) {
  const [codec = null] =
    readTemporalSettings({ environment: { PAYLOAD_KEYS } }).dataConverter.payloadCodecs ?? [];
  return await createGateway({
    orders: clientOrders(world.orders),
    apiKeys: parseApiKeys('ui:key-of-ui:codec'),
    callbacks: { credentials: () => ({ accessKey: 'ak', secrets: ['secret'] }) },
    codec,
    uiOrigin: 'http://127.0.0.1:8233',
    log: createLogger({ level: 'silent', format: 'json' }),
    version: '0.0.0',
    host: '127.0.0.1',
    port: 0,
  });
}

/** The input of a run, as the server keeps it and as the Temporal UI sends it to the codec. */
async function storedInput(id: string) {
  const { events } = await world.client.workflow.getHandle(`purchase:${id}`).fetchHistory();
  const { payloads = [] } = events?.[0]?.workflowExecutionStartedEventAttributes?.input ?? {};
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  return {
    payloads: (payloads ?? []).map(({ metadata, data }) => ({
      metadata: Object.fromEntries(
        Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]),
      ),
      data: base64(data),
    })),
  };
}

it('shows a stored run in clear text to a key of the role codec, after a rotation too, and to nobody else', async () => {
  await world.orders.post(body('po-1'));
  const stored = await storedInput('po-1');
  expect(clear(stored)).not.toMatch(/Wang Xiaoming|10000000001/);
  for (const keys of [OLD, `${key('new')},${OLD}`]) {
    const gateway = await gatewayWith(keys);
    try {
      const byPath = await ask(gateway.url, '/codec/key-of-ui/decode', { key: null, body: stored });
      const byHeader = await ask(gateway.url, '/codec/decode', { key: 'key-of-ui', body: stored });
      for (const answer of [byPath, byHeader]) {
        expect(answer.status).toBe(200);
        expect(clear(answer.body)).toMatch(/Wang Xiaoming.*10000000001/);
      }
      expect((await ask(gateway.url, '/codec/decode', { key: 'nobody', body: stored })).status).toBe(401);
    } finally {
      await gateway.close();
    }
  }
});
