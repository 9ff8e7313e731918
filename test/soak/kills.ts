import type { PurchaseStart, PurchaseView } from '../../client/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { startOf } from '../world.ts';
import { patiently, pause } from './patience.ts';
import type { SoakOptions } from './random-life.ts';
import { type Seeded, seeded } from './seeded.ts';
import { createStand, type Stand } from './stand.ts';
import { breachesOfTruth } from './truth.ts';

const PURCHASES = 30;
const KILLS = 10;
/** A worker's life, from taking tasks on. */
const LIFE_MS = { min: 300, max: 5_000 };
/** While workers come and go, new purchases begin: over about as long as the kills take. */
const BEGIN_WITHIN_MS = 60_000;
const END_WITHIN_MS = 180_000;
const TEMPORAL_AWAY_MS = 3_000;

/**
 * 30 purchases while the only worker is killed 10 times at random moments, and the Temporal server once. All complete;
 * each order is debited once and confirmed once. Answers what does not hold.
 */
export async function thirtyThroughKills(options: SoakOptions): Promise<string[]> {
  const { seed, say } = options;
  const buying = seeded(seed, 'purchases');
  const starts = Array.from({ length: PURCHASES }, (_, n) => ({
    atMs: buying.int(0, BEGIN_WITHIN_MS),
    start: purchaseOf(buying, n),
  }));
  await using stand = await createStand({
    ...options,
    // An order lives some 10 s from payment to its receipt: several workers see each.
    speed: 1,
    environment: {
      RECONCILE_SETTLE_SECONDS: '5',
      PANDAPON_TIMEOUT_MS: '3000',
      PANDAPON_CALLS_PER_SECOND: '200',
    },
    sandbox: { settings: { durations: { redeliver: 5 } } },
  });
  const ended = starts.map(async ({ atMs, start }) => {
    await pause(atMs);
    const purchase = await patiently(() => stand.orders.start(start), END_WITHIN_MS);
    const view = await patiently(() => purchase.result(), END_WITHIN_MS);
    return { start, view };
  });
  const all = Promise.all(ended);
  await killAgainAndAgain(stand, seeded(seed, 'kills'), say);
  say('nobody is killed any more');
  const late = pause(END_WITHIN_MS).then(() => null);
  const bought = await Promise.race([all, late]);
  if (bought === null) return [`not all purchases have ended ${END_WITHIN_MS / 1000} s after the last kill`];
  const { totals } = stand.sandbox.ledger();
  say(
    `${bought.length} purchases, ${totals.orders} orders, ${totals.debits} debits, ${totals.confirms} receipts, ${totals.calls} calls`,
  );
  return [
    ...bought.flatMap(({ view }) => notComplete(view)),
    ...bought.flatMap(({ start }) => notExact(start, stand.sandbox)),
    ...breachesOfTruth(bought, stand.sandbox),
  ];
}

function purchaseOf(chance: Seeded, n: number): PurchaseStart {
  const merchants = Array.from({ length: chance.int(1, 2) }, () => '');
  const start = startOf({
    id: `kills-${String(n).padStart(2, '0')}`,
    merchants,
    policy: { pollSeconds: 5, payment: chance.pick<'each' | 'batch'>(['each', 'batch']) },
  });
  start.request.cargoParamList = start.request.cargoParamList.map((line, merchant) => ({
    ...line,
    sellerOpenId: `shop-${n}-${merchant}`,
    specId: `spec-${n}-${merchant}`,
  }));
  return start;
}

async function killAgainAndAgain(stand: Stand, chance: Seeded, say: SoakOptions['say']): Promise<void> {
  const temporalDies = chance.int(2, KILLS - 2);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const worker = await stand.startWorker();
    const livedMs = chance.int(LIFE_MS.min, LIFE_MS.max);
    await pause(livedMs);
    if (kill === temporalDies) {
      say(`Temporal is killed, and away for ${TEMPORAL_AWAY_MS / 1000} s`);
      await stand.killTemporal(TEMPORAL_AWAY_MS);
      await pause(chance.int(0, 2_000));
    }
    worker.kill('SIGKILL');
    await worker.ended;
    const { totals } = stand.sandbox.ledger();
    say(
      `worker ${kill} of ${KILLS} is killed after ${(livedMs / 1000).toFixed(1)} s: ${totals.orders} orders, ${totals.debits} debits, ${totals.confirms} receipts so far`,
    );
  }
  await stand.startWorker();
}

const notComplete = ({ id, stage, outcome }: PurchaseView): string[] =>
  stage === 'completed' && outcome === 'full' ? [] : [`${id} is ${stage}, ${outcome}`];

/** One order per merchant, one debit, one receipt. */
function notExact({ id, request }: PurchaseStart, sandbox: Sandbox): string[] {
  const { byTag, debits, confirms } = sandbox.ledger();
  const own = byTag[id] ?? [];
  const count = (list: readonly { orderId: string }[]): number =>
    list.filter(({ orderId }) => own.includes(orderId)).length;
  const merchants = request.cargoParamList.length;
  const exact = [own.length, count(debits), count(confirms)].every((each) => each === merchants);
  return exact
    ? []
    : [
        `${id} has ${merchants} merchants: ${own.length} orders, ${count(debits)} debits, ${count(confirms)} receipts`,
      ];
}
