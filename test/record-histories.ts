import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { version } from '../client/version.ts';
import {
  orderWorkflowId,
  type PurchaseStart,
  type PurchaseView,
  purchaseWorkflowId,
} from '../contract/index.ts';
import { findTemporal } from '../embedded/temporal-binary.ts';
import { startTemporalServer } from '../embedded/temporal-server.ts';
import { createWorld, type Purchase, startOf, type World } from './world.ts';

/**
 * `npx tsx test/record-histories.ts`: plays the stories below with the current code and keeps their histories under
 * test/histories/<version>/, which test/replay.test.ts replays for ever (docs/guides/releasing.md).
 */

const NOBODY = {
  fullName: '王小明',
  mobile: '10000000001',
  phone: '10000000001',
  postCode: '000000',
  provinceText: '示例省',
  cityText: '示例市',
  areaText: '示例区',
  townText: '示例镇',
  address: '示例路 1 号',
};
const LI = { by: 'li' };

/** Each plays one purchase to its end, whose id is the story's name. */
const stories: Record<string, (world: World, id: string) => Promise<unknown>> = {
  happy: (world, id) => buy(world, { id }),

  split: (world, id) => buy(world, { id, merchants: ['-split'], quantity: 2 }),

  // Approved by a person; one merchant refuses the order, the other's first payment is refused. Both are put right.
  retried: async (world, id) => {
    await buy(world, { id, merchants: ['-outofstock', '-payrefuse'], policy: { approveAboveFen: 0 } });
    const purchase = world.orders.purchase(id);
    await world.until(id, ({ stuck }) => stuck?.reason === 'APPROVAL');
    await purchase.approve({ ...LI, note: 'as planned' });
    const stuck = await world.until(
      id,
      (view) =>
        view.stuck?.reason === 'CREATE_REFUSED' &&
        view.orders.some((order) => order.stuck?.reason === 'PAY_REFUSED'),
    );
    const sellerOpenId = `${stuck.lines[0]?.sellerOpenId}`.replace('-outofstock', '');
    await world.orders.order('1688', stuck.orders[0]?.orderId ?? '').retry({ ...LI, note: 'quota raised' });
    await purchase.retry({ ...LI, note: 'another shop has it', lines: { '0': { sellerOpenId } } });
    // The correction has voided the approval.
    await world.until(id, ({ stuck }) => stuck?.reason === 'APPROVAL');
    await purchase.approve(LI);
  },

  // Held, released, and cancelled before anybody paid, at first too early for the platform.
  cancelled: async (world, id) => {
    await buy(world, { id, merchants: ['', ''], policy: { payment: 'manual' } });
    const purchase = world.orders.purchase(id);
    const unpaid = ({ orders }: PurchaseView) =>
      orders.length === 2 && orders.every(({ stuck }) => stuck?.reason === 'PAYMENT');
    await world.until(id, unpaid);
    await purchase.hold({ ...LI, note: 'wait' });
    await purchase.release(LI);
    await purchase.cancel({ ...LI, note: 'not needed any more' });
  },
};

async function buy(world: World, purchase: Partial<Purchase>): Promise<void> {
  const start: PurchaseStart = startOf(purchase);
  await world.orders.post({ ...start, request: { ...start.request, addressParam: NOBODY } });
}

const folder = fileURLToPath(new URL(`histories/${version}/`, import.meta.url));

/** A history as JSON, without what tells of this machine. */
async function readHistory(world: World, workflowId: string): Promise<string> {
  const history = await world.temporal.workflow.getHandle(workflowId).fetchHistory();
  // Workers are named, as are the queues of their own, after process and machine.
  const text = historyToJSON(history).replaceAll(/"\d+@[^"]*"/g, '"recorder"');
  const clear = [text, ...[...text.matchAll(/"data":\s*"([^"]*)"/g)].map(([, data]) => decoded(data))].join(
    '\n',
  );
  for (const tell of [`@${hostname()}`, process.cwd(), tmpdir()]) {
    if (clear.includes(tell)) throw new Error(`the history of ${workflowId} tells of this machine: ${tell}`);
  }
  return `${JSON.stringify(JSON.parse(text), null, 1)}\n`;
}

const decoded = (data = ''): string => Buffer.from(data, 'base64').toString('utf8');

async function keep(world: World, story: string): Promise<void> {
  const { orders, stage, outcome } = await world.until(story, ({ closedAt }) => closedAt !== null);
  const runs = [
    { name: 'purchase', workflowId: purchaseWorkflowId(story) },
    ...orders.map(({ orderId }, n) => ({
      name: orders.length === 1 ? 'order' : `order-${n + 1}`,
      workflowId: orderWorkflowId('1688', orderId),
    })),
  ];
  for (const { name, workflowId } of runs) {
    await writeFile(join(folder, `${story}.${name}.json`), await readHistory(world, workflowId));
  }
  console.log(`${story}: ${stage}, ${outcome}, ${runs.length} histories`);
}

async function record(address: string): Promise<void> {
  await using world = await createWorld({ address, sandbox: { settings: { cancelTooFastSeconds: 1 } } });
  for (const [story, play] of Object.entries(stories)) {
    await play(world, story);
    await keep(world, story);
  }
}

const tag = `v${version}`;
if (execFileSync('git', ['tag', '--list', tag], { encoding: 'utf8' }).trim() !== '') {
  throw new Error(
    `${tag} is released and its histories stay as they are: raise the version in package.json first`,
  );
}

const logs = await mkdtemp(join(tmpdir(), 'record-histories-'));
const { path: binary } = await findTemporal({ say: console.log });
const server = await startTemporalServer({ binary, logFile: join(logs, 'temporal.log'), uiPort: null });
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await record(server.address);
} finally {
  await server.stop();
  await rm(logs, { recursive: true, force: true });
}
