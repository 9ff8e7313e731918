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
  const { fetch } = globalThis;
  const answers = new Map<string, string>();
  let stage: Stage = 'unpaid';
  globalThis.fetch = async (...asked) => {
    const response = await fetch(...asked);
    answers.set(answerKey(stage, new URL(response.url).pathname), await response.clone().text());
    return response;
  };
  try {
    const orderId = await live(sandbox, (next) => {
      stage = next;
    });
    return { orderId, answers };
  } finally {
    globalThis.fetch = fetch;
    await sandbox.close();
  }
}

async function live(sandbox: Sandbox, reach: (stage: Stage) => void): Promise<string> {
  const pandapon = createPandapon({
    baseUrl: sandbox.url,
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
