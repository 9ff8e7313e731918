import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { createBody, createPandapon } from '../../pandapon/index.ts';
import { createSandbox, type Sandbox } from '../../sandbox/server.ts';
import { samplePurchase } from '../sample.ts';

/** How far an order is, as far as its answers differ. */
export type Stage = 'unpaid' | 'paid' | 'shipped' | 'signed' | 'confirmed';

/** The sandbox's answers to one purchase, by stage and path. */
export interface Recording {
  orderId: string;
  answers: ReadonlyMap<string, string>;
}

export const answerKey = (stage: Stage, path: string): string => `${stage} ${path}`;

const ACCESS_KEY = 'ak-recorded';
const SECRET = 'secret-recorded';
const USER = '1700000000000';

/** Buys the sample on a sandbox in this process and writes down what it answers at each stage. */
export async function record(): Promise<Recording> {
  const sandbox = await createSandbox({
    accessKey: ACCESS_KEY,
    secret: SECRET,
    port: 0,
    settings: { callbacks: false },
  });
  const answers = new Map<string, string>();
  let stage: Stage = 'unpaid';
  const listener = await listen(sandbox.url, (path, answer) => answers.set(answerKey(stage, path), answer));
  try {
    const orderId = await live(sandbox, listener.url, (next) => {
      stage = next;
    });
    return { orderId, answers };
  } finally {
    listener.close();
    await sandbox.close();
  }
}

/** Stands before the platform, passes everything on and hears every answer. */
async function listen(platformUrl: string, hear: (path: string, answer: string) => void) {
  const server = createServer((asked, answer) => {
    const { method, url = '/', headers } = asked;
    const onward = request(platformUrl + url, { method, headers }, async (response) => {
      const said = await text(response);
      hear(url.split('?')[0] ?? '', said);
      answer.writeHead(response.statusCode ?? 502, { 'content-type': 'application/json' }).end(said);
    });
    asked.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function live(sandbox: Sandbox, baseUrl: string, reach: (stage: Stage) => void): Promise<string> {
  const pandapon = createPandapon({
    baseUrl,
    credentials: () => ({ accessKey: ACCESS_KEY, secrets: [SECRET], userId: USER }),
    callsPerSecond: 10_000,
  });
  const body = createBody.parse(samplePurchase('recorded').request);
  const { addressParam, cargoParamList } = body;
  await pandapon.call('alibaba.order.previewBatch', { addressParam, cargoParamList });
  await pandapon.call('alibaba.order.batchCreate', body);
  const [made] = sandbox.orders();
  if (made === undefined) throw new Error('the sandbox made no order');
  const { orderId } = made;
  const look = () => pandapon.call('alibaba.order.detail', { webSite: '1688', orderId });
  const trace = () => pandapon.call('alibaba.order.logisticsTrace', { orderId });

  await look();
  await pandapon.call('alibaba.order.payUrl', { orderId });
  reach('paid');
  await look();
  sandbox.byHand(orderId, 'ship');
  reach('shipped');
  await look();
  await trace();
  sandbox.byHand(orderId, 'sign');
  reach('signed');
  const signed = await look();
  await trace();
  if (signed.kind !== 'done') throw new Error('the sandbox does not show the order');
  const orderEntryIds = (signed.data.productItems ?? []).flatMap(({ subItemID }) => subItemID ?? []);
  await pandapon.call('alibaba.order.receiveGoods', { orderId, orderEntryIds });
  reach('confirmed');
  await look();
  await trace();
  return orderId;
}
