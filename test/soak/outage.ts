import type { PurchaseView } from '../../client/index.ts';
import type { LoggedCall } from '../../sandbox/index.ts';
import { startOf } from '../world.ts';
import { patiently, pause } from './patience.ts';
import type { SoakOptions } from './random-life.ts';
import { seeded } from './seeded.ts';
import { createStand, type Stand } from './stand.ts';
import { breachesOfTruth } from './truth.ts';

const ORDERS = 50;
const OUTAGE_MS = 45_000;
/** Shorter than the outage: some runs say that the platform is away, and must take it back. */
const PATIENCE_SECONDS = 20;
/**
 * A look that fails is made again after 1, 2, 4, 8, 16 s: six in 45 s. A step that would send reads twice before, and
 * is tried again after 2, 4, 8, 16 s: ten. Each callback that still comes may ask for a look of its own once.
 */
const MOST_CALLS = 16;
const HEAL_WITHIN_MS = 240_000;

/**
 * The platform is away for 45 s under 50 open orders, and its callbacks go on. Calls per order stay bounded, nobody
 * says anything, and all complete. Answers what does not hold.
 */
export async function fiftyThroughOutage(options: SoakOptions): Promise<string[]> {
  const { seed, say } = options;
  const chance = seeded(seed, 'outage');
  const kind = chance.pick<'refuse' | 'drop' | 'hang'>(['refuse', 'drop', 'hang']);
  await using stand = await createStand({
    ...options,
    // 40 s from payment to signed for: at any moment there are orders in each stage.
    speed: 0.25,
    environment: {
      RECONCILE_SETTLE_SECONDS: '5',
      PATIENCE_SECONDS: `${PATIENCE_SECONDS}`,
      PANDAPON_TIMEOUT_MS: '2000',
      PANDAPON_CALLS_PER_SECOND: '200',
    },
    sandbox: { settings: { durations: { redeliver: 2 } } },
  });
  await stand.startWorker();
  const starts = Array.from({ length: ORDERS }, (_, n) => {
    const start = startOf({ id: `outage-${String(n).padStart(2, '0')}`, policy: { pollSeconds: 10 } });
    start.request.cargoParamList = start.request.cargoParamList.map((line) => ({
      ...line,
      specId: `spec-${n}`,
      sellerOpenId: `shop-${n}`,
    }));
    return { start, atMs: chance.int(0, 25_000) };
  });
  const ended = starts.map(async ({ start, atMs }) => {
    await pause(atMs);
    const purchase = await patiently(() => stand.orders.start(start));
    return { start, view: await patiently(() => purchase.result(), HEAL_WITHIN_MS) };
  });
  const all = Promise.all(ended);
  await untilAllOpen(stand);
  const before = await stagesOf(stand);
  stand.sandbox.settings({ outage: kind });
  const began = Date.now();
  say(`the platform is away (${kind}) for ${OUTAGE_MS / 1000} s under ${ORDERS} orders: ${before}`);
  await pause(OUTAGE_MS);
  const parked = (await stand.orders.stuck({ reason: 'PLATFORM_UNAVAILABLE' }).page({ limit: 1 })).total;
  stand.sandbox.settings({ outage: 'none' });
  say(`the platform is back; ${parked} runs had said PLATFORM_UNAVAILABLE`);
  const perOrder = callsPerOrder(stand, began);
  say(`calls per order while it was away, and how many orders made so many: ${histogram(perOrder)}`);

  const bought = await Promise.race([all, pause(HEAL_WITHIN_MS).then(() => null)]);
  if (bought === null) return [`not all had ended ${HEAL_WITHIN_MS / 1000} s after the platform was back`];
  say(`all have ended ${((Date.now() - began - OUTAGE_MS) / 1000).toFixed(0)} s after the platform was back`);
  const most = Math.max(...perOrder);
  return [
    ...(most > MOST_CALLS ? [`an order was asked about ${most} times while the platform was away`] : []),
    ...bought.flatMap(({ view }) => notAlone(view)),
    ...breachesOfTruth(bought, stand.sandbox),
  ];
}

async function untilAllOpen({ sandbox }: Stand): Promise<void> {
  while (sandbox.orders().length < ORDERS) await pause(50);
}

async function stagesOf({ sandbox }: Stand): Promise<string> {
  const statuses = sandbox.orders().map(({ status }) => status);
  const counts = [...new Set(statuses)].map(
    (status) => `${statuses.filter((each) => each === status).length} ${status}`,
  );
  return counts.join(', ');
}

const ALL_CALLS = 5_000;

/** For every order, how many calls named it since then. */
function callsPerOrder({ sandbox }: Stand, since: number): number[] {
  const calls = sandbox
    .calls(ALL_CALLS)
    .filter(({ at, outcome }: LoggedCall) => outcome === 'outage' && Date.parse(at) >= since);
  return sandbox
    .orders()
    .map(({ orderId }) => calls.filter(({ orderIds }) => orderIds.includes(orderId)).length);
}

function histogram(counts: readonly number[]): string {
  const different = [...new Set(counts)].sort((a, b) => a - b);
  return different
    .map((count) => `${count} calls: ${counts.filter((each) => each === count).length}`)
    .join(', ');
}

/** It completed, and nobody had to say anything. */
function notAlone({ id, stage, outcome, timeline }: PurchaseView): string[] {
  const people = timeline.filter(({ by }) => by !== 'system' && by !== 'callback' && by !== 'poll');
  return stage === 'completed' && outcome === 'full' && people.length === 0
    ? []
    : [`${id} is ${stage}, ${outcome}${people.length === 0 ? '' : ', by a person'}`];
}
