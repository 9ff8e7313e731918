import { createHmac, timingSafeEqual } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { Hono } from 'hono';

/**
 * The least that takes a callback: `receiver.ts <temporal address> <port> <access key> <secret>`. Checks the signature,
 * reads the JSON, signals the run. Says `ready` once it listens; ends on SIGTERM.
 */
const [, , address = '', port = '', accessKey = '', secret = ''] = process.argv;
const connection = await Connection.connect({ address });
const client = new Client({ connection });

const app = new Hono();
app.post('/callbacks/pandapon', async (context) => {
  const rawBody = Buffer.from(await context.req.arrayBuffer());
  const digest = createHmac('sha256', secret).update(accessKey).update(rawBody).digest('hex');
  const given = Buffer.from(context.req.header('authorization') ?? '');
  const expected = Buffer.from(digest);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return context.text('', 401);
  const { messageType, messageBody } = JSON.parse(rawBody.toString('utf8'));
  const event = { type: messageType, by: 'callback', status: messageBody.currentStatus };
  await client.workflow.getHandle(`order:1688:${messageBody.orderId}`).signal('event', event);
  return context.json({ result: 'delivered' });
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(port) }, () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
