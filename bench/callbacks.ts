import { mkdtemp } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { startChild, untilReady } from '../embedded/child.ts';
import { entryPoint } from '../embedded/entry-point.ts';
import { freePort } from '../embedded/ports.ts';
import { signCallback } from '../pandapon/index.ts';
import { round } from './cpu.ts';
import { median, percentile } from './drive.ts';
import type { Bench, Figure } from './figure.ts';
import { type Ours, startOurs } from './ours.ts';
import { samplePurchase } from './sample.ts';

/** What our gateway must reach of the callbacks per second of a bare handler. */
const AIM = 0.9;
/** The platform waits so long for an answer. */
const LIMIT_MS = 1_000;

const FULL = { orders: 50, callbacks: 500, atOnce: 20, turns: 5 } as const;
const QUICK = { orders: 2, callbacks: 20, atOnce: 5, turns: 1 } as const;

/** No order ships while its callbacks are measured. */
const NEVER_SECONDS = 100_000;

interface Answers {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  slowestMs: number;
  /** How many answers had which status. */
  statuses: Record<string, number>;
}

/**
 * Callbacks of the platform, 20 at once, through our gateway and, turn by turn, through a bare handler that checks the
 * signature and signals the same runs. Half of them say what is known already, half make an order look.
 */
export async function callbacks(bench: Bench): Promise<Figure[]> {
  const load = bench.quick ? QUICK : FULL;
  await using ours = await startOurs(bench, { stepSeconds: NEVER_SECONDS, callbacks: false });
  const orderIds = await paidOrders(ours, load.orders);
  const bare = await startReceiver(bench, ours);
  try {
    const doors = { gateway: ours.stack.gatewayUrl, bare: bare.url };
    const turns: Record<keyof typeof doors, Answers[]> = { gateway: [], bare: [] };
    for (let turn = 0; turn <= load.turns; turn += 1) {
      for (const door of ['gateway', 'bare'] as const) {
        const answers = await push(ours, doors[door], orderIds, load);
        bench.say(`callbacks, turn ${turn} of ${load.turns}, ${door}: ${answers.perSecond}/s`);
        // The first turn warms both up.
        if (turn > 0) turns[door].push(answers);
      }
    }
    return figures(turns, load);
  } finally {
    await bare.stop();
  }
}

function figures(turns: { gateway: Answers[]; bare: Answers[] }, load: object): Figure[] {
  const medianOf = (all: Answers[], of: (answers: Answers) => number): number => median(all.map(of));
  const shown = (door: 'gateway' | 'bare') => ({
    figure: `callbacks, ${door}`,
    perSecond: medianOf(turns[door], (answers) => answers.perSecond),
    p50Ms: medianOf(turns[door], (answers) => answers.p50Ms),
    p99Ms: medianOf(turns[door], (answers) => answers.p99Ms),
    slowestMs: Math.max(...turns[door].map((answers) => answers.slowestMs)),
    statuses: turns[door].map((answers) => answers.statuses),
    ...load,
  });
  const gateway = shown('gateway');
  const bare = shown('bare');
  const good = turns.gateway.every(({ statuses }) => Object.keys(statuses).join() === '200');
  return [
    { ...gateway, limitMs: LIMIT_MS, within: good && gateway.slowestMs < LIMIT_MS },
    bare,
    {
      figure: 'ratio to the bare handler',
      perSecond: round(gateway.perSecond / bare.perSecond, 2),
      aim: AIM,
    },
  ];
}

/** Buys so many orders, which are paid and then wait for the seller. */
async function paidOrders({ orders }: Ours, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => `cb-${n}`);
  return Promise.all(
    ids.map(async (id) => {
      const purchase = await orders.start(samplePurchase(id));
      for await (const { orders: bought } of purchase.watch()) {
        const [order] = bought;
        if (order?.stage === 'awaiting-shipment') return order.orderId;
      }
      throw new Error(`purchase ${id} ended before it was paid`);
    }),
  );
}

async function startReceiver(bench: Bench, { stack, keys }: Ours) {
  const port = await freePort();
  const { accessKey, accessSecret } = keys;
  const child = await startChild({
    name: 'the bare receiver',
    ...entryPoint('bench/bare/receiver', stack.temporal.address, `${port}`, accessKey, accessSecret),
    env: process.env,
    logFile: join(await mkdtemp(join(bench.directory, 'receiver-')), 'receiver.log'),
  });
  await untilReady(child, async () => child.lastWords() === 'ready');
  return { url: `http://127.0.0.1:${port}`, stop: () => child.stop() };
}

const TYPES = ['ORDER_BUYER_VIEW_ORDER_PAY', 'LOGISTICS_BUYER_VIEW_TRACE'] as const;

async function push(
  { keys }: Ours,
  url: string,
  orderIds: readonly string[],
  load: { callbacks: number; atOnce: number },
): Promise<Answers> {
  const { accessKey, accessSecret: secret } = keys;
  const messages = Array.from({ length: load.callbacks }, (_, n) => {
    const rawBody = JSON.stringify({
      messageType: TYPES[n % TYPES.length],
      messageBody: {
        orderId: orderIds[Math.floor(n / TYPES.length) % orderIds.length],
        currentStatus: 'waitsellersend',
        msgSendTime: '2026-01-01 00:00:00',
      },
      messagePlatform: 1,
      timestamp: `${Date.now()}`,
    });
    return { rawBody, authorization: signCallback({ accessKey, secret, rawBody }) };
  });
  const agent = new Agent({ keepAlive: true, maxSockets: load.atOnce });
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  const worker = async (): Promise<void> => {
    for (let message = messages.pop(); message !== undefined; message = messages.pop()) {
      const sent = performance.now();
      const status = await post(agent, `${url}/callbacks/pandapon`, message);
      times.push(performance.now() - sent);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: load.atOnce }, worker));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    perSecond: round(times.length / seconds, 1),
    p50Ms: round(percentile(times, 0.5), 1),
    p99Ms: round(percentile(times, 0.99), 1),
    slowestMs: round(times.at(-1) ?? 0, 1),
    statuses,
  };
}

function post(
  agent: Agent,
  url: string,
  { rawBody, authorization }: { rawBody: string; authorization: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sending.on('error', reject);
    sending.end(rawBody);
  });
}
