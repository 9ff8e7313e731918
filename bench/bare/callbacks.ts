import { serve } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { Hono } from 'hono';
import { EVENT_SIGNAL, orderWorkflowId } from '../../contract/index.ts';
import { verifyCallback } from '../../pandapon/index.ts';

/** The least a receiver of callbacks must do: check the HMAC over the raw body, signal the run, answer. */

const { TEMPORAL_ADDRESS, PANDAPON_ACCESS_KEY, PANDAPON_ACCESS_SECRET, BARE_PORT } = process.env;
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS ?? '' });
const client = new Client({ connection });
const app = new Hono();

app.post('/callbacks', async (context) => {
  const rawBody = Buffer.from(await context.req.arrayBuffer());
  const authorization = context.req.header('authorization') ?? '';
  const known = { accessKey: PANDAPON_ACCESS_KEY ?? '', secrets: [PANDAPON_ACCESS_SECRET ?? ''] };
  if (!verifyCallback({ authorization, rawBody, ...known })) return context.body(null, 401);
  const { messageType, messageBody } = JSON.parse(rawBody.toString());
  const run = client.workflow.getHandle(orderWorkflowId('1688', messageBody.orderId));
  await run.signal(EVENT_SIGNAL, { type: messageType, status: messageBody.currentStatus, by: 'callback' });
  return context.body(null, 200);
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(BARE_PORT) });
