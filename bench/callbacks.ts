import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PurchaseStart } from '../client/index.ts';
import { entryPoint } from '../embedded/entry-point.ts';
import { startPart } from '../embedded/part.ts';
import { freePort, isServed } from '../embedded/ports.ts';
import { signCallback } from '../pandapon/index.ts';
import type { Bench, Figure } from './figure.ts';
import { type Ours, startOurs } from './ours.ts';

/**
 * Callbacks over many orders, through the gateway and, in the same run, through a bare handler that checks the HMAC and
 * signals: what our own layer costs is the ratio. The orders wait to be shipped meanwhile.
 */

const AT_ONCE = 20;
/** The platform waits so long, then sends again (docs/reference/platform.md, "Callbacks"). */
const ANSWERED_WITHIN_MS = 1000;
/** From payment to shipping: longer than the measurement. */
const WAIT_SECONDS = 3600;

const request: PurchaseStart['request'] = JSON.parse(
  readFileSync(new URL('../embedded/seed-request.json', import.meta.url), 'utf8'),
);

interface Turn {
  perSecond: number;
  milliseconds: number[];
  not200: number;
}

export async function callbacks(bench: Bench): Promise<Figure[]> {
  const orders = bench.quick ? 5 : 50;
  const count = bench.quick ? 50 : 500;
  await using ours = await startOurs(bench, WAIT_SECONDS);
  const ids = await paidOrders(ours, orders);
  const port = await freePort();
  const bare = await startPart({
    child: {
      name: 'bare callbacks',
      ...entryPoint('bench/bare/callbacks'),
      env: {
        ...ours.stack.environment,
        TEMPORAL_ADDRESS: ours.stack.temporal.address,
        BARE_PORT: String(port),
      },
      logFile: join(bench.directory, 'bare-callbacks.log'),
    },
    probe: () => isServed(port),
    say: bench.say,
    keepUp: false,
  });
  const urls = {
    ours: `${ours.stack.gatewayUrl}/callbacks/pandapon`,
    bare: `http://127.0.0.1:${port}/callbacks`,
  };
  const turns: { ours: Turn[]; bare: Turn[] } = { ours: [], bare: [] };
  try {
    for (let turn = 0; turn < (bench.quick ? 1 : 3); turn += 1) {
      for (const who of ['ours', 'bare'] as const) {
        turns[who].push(await push(ours, urls[who], ids, count));
        bench.say(`callbacks, ${who}: ${turns[who].at(-1)?.perSecond} a second`);
      }
    }
  } finally {
    await bare.stop();
  }
  const oursRate = median(turns.ours.map((turn) => turn.perSecond));
  const bareRate = median(turns.bare.map((turn) => turn.perSecond));
  return [
    figureOf('callbacks, ours', turns.ours, { orders, count }),
    figureOf('callbacks, bare handler', turns.bare, { orders, count }),
    { figure: 'callbacks, ratio to the bare handler', perSecond: rounded(oursRate / bareRate), aim: 0.9 },
  ];
}

/** Starts purchases and waits until each has its order, paid. */
async function paidOrders(ours: Ours, count: number): Promise<string[]> {
  const started = Date.now();
  const ids = Array.from({ length: count }, (_, index) => `callbacks-${started}-${index}`);
  return await Promise.all(
    ids.map(async (id) => {
      const purchase = await ours.orders.start({ id, platform: '1688', request });
      for await (const view of purchase.watch({ signal: AbortSignal.timeout(90_000) })) {
        const [order] = view.orders;
        if (order?.paid === true) return order.orderId;
      }
      throw new Error(`purchase ${id} was not paid in time`);
    }),
  );
}

async function push(ours: Ours, url: string, orders: string[], count: number): Promise<Turn> {
  const { PANDAPON_ACCESS_KEY: accessKey = '', PANDAPON_ACCESS_SECRET: secret = '' } = ours.stack.environment;
  const turn: Turn = { perSecond: 0, milliseconds: [], not200: 0 };
  let next = 0;
  const began = performance.now();
  const sender = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const body = JSON.stringify({
        messageType: 'ORDER_BUYER_VIEW_ORDER_PAY',
        messageBody: { orderId: orders[index % orders.length], currentStatus: 'waitsellersend' },
        messagePlatform: 1,
        timestamp: String(Date.now()),
      });
      const headers = { authorization: signCallback({ accessKey, secret, rawBody: body }) };
      const sent = performance.now();
      const answer = await fetch(url, { method: 'POST', body, headers });
      await answer.arrayBuffer();
      turn.milliseconds.push(performance.now() - sent);
      if (answer.status !== 200) turn.not200 += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  turn.perSecond = rounded((count * 1000) / (performance.now() - began));
  return turn;
}

function figureOf(figure: string, turns: Turn[], more: Record<string, unknown>): Figure {
  const all = turns.flatMap((turn) => turn.milliseconds).sort((a, b) => a - b);
  const at = (share: number): number => Math.round(all[Math.floor((all.length - 1) * share)] ?? 0);
  return {
    figure,
    perSecond: median(turns.map((turn) => turn.perSecond)),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    not200: turns.reduce((sum, turn) => sum + turn.not200, 0),
    late: all.filter((milliseconds) => milliseconds > ANSWERED_WITHIN_MS).length,
    atOnce: AT_ONCE,
    ...more,
    turns: turns.map((turn) => turn.perSecond),
  };
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rounded = (value: number): number => Math.round(value * 100) / 100;
