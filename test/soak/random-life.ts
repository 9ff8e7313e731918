import type { PurchaseView } from '../../client/index.ts';
import type { Child } from '../../embedded/child.ts';
import type { Settings } from '../../sandbox/index.ts';
import { MemoryLine, rssMib } from './memory.ts';
import { Operator } from './operator.ts';
import { atMoments, patiently, pause, said } from './patience.ts';
import { type Plan, type PlannedPurchase, type PlannedWeather, planOf } from './plan.ts';
import { endAll, restless } from './rest.ts';
import { createStand, type Stand } from './stand.ts';
import { breachesOfTruth } from './truth.ts';

export interface SoakOptions {
  /** Path of the `temporal` program. */
  binary: string;
  directory: string;
  seed: number;
  say: (line: string) => void;
}

const TIMEOUT_MS = 2_000;
const SETTLE_SECONDS = 6;
const PATIENCE_SECONDS = 12;
/** Purchases under way at once. */
const MOST_OPEN = 40;
const FOR_EVER_MS = 3_600_000;
const READING_EVERY_MS = 5_000;
const SAID_EVERY = 3;
/** Deadlines of orders, the platform's own times, and patience are over well within it. */
const QUIET_MS = 90_000;
const ENDING_MS = 90_000;

/**
 * Random purchases, people, faults, weather and deaths for so many minutes; then quiet, and what must hold is checked.
 * Answers what does not.
 */
export async function randomLife({
  minutes,
  ...options
}: SoakOptions & { minutes: number }): Promise<string[]> {
  const { seed, say } = options;
  const plan = planOf(seed, minutes);
  say(
    `${plan.purchases.length} purchases, ${plan.faults.length} faults, ${plan.weather.length} changes of weather, ${plan.kills.length} workers to kill, Temporal ${plan.temporalKill === null ? 'stays' : 'is killed once'}`,
  );
  await using stand = await createStand({
    ...options,
    speed: 4,
    environment: {
      RECONCILE_SETTLE_SECONDS: `${SETTLE_SECONDS}`,
      PATIENCE_SECONDS: `${PATIENCE_SECONDS}`,
      PANDAPON_TIMEOUT_MS: `${TIMEOUT_MS}`,
      PANDAPON_CALLS_PER_SECOND: '300',
    },
    sandbox: { settings: { autoConfirmSeconds: 30, durations: { redeliver: 8 } } },
  });
  try {
    return await new Soak(stand, plan, options).run(minutes * 60_000);
  } catch (error) {
    // Said before the parts end: calls that are out then break in ways of their own.
    say(`FAILS ${error instanceof Error ? error.stack : String(error)}`);
    throw error;
  }
}

class Soak {
  readonly #stand: Stand;
  readonly #plan: Plan;
  readonly #options: SoakOptions;
  readonly #memory = new MemoryLine();
  readonly #operator: Operator;
  readonly #started: PlannedPurchase[] = [];
  readonly #usual: Settings;
  #open = 0;
  #over = false;

  constructor(stand: Stand, plan: Plan, options: SoakOptions) {
    this.#stand = stand;
    this.#plan = plan;
    this.#options = options;
    this.#usual = stand.sandbox.settings();
    this.#operator = new Operator(stand, options.seed);
  }

  async run(ms: number): Promise<string[]> {
    const { say } = this.#options;
    const { sandbox, orders } = this.#stand;
    // One worker lives through all of it, so that its memory can be looked at; the other one is there to die.
    const steady = await this.#stand.startWorker();
    const mortal = await this.#stand.startWorker();
    const over = pause(ms).then(() => {
      this.#over = true;
    });
    await Promise.all([
      over,
      atMoments(this.#plan.purchases, (each) => this.#live(each)),
      atMoments(this.#plan.faults, async ({ fault }) => sandbox.addFaults(fault)),
      atMoments(this.#plan.weather, (each) => this.#weather(each)),
      this.#deaths(mortal),
      this.#operator.work(() => this.#over),
      this.#watch(steady),
    ]);
    sandbox.clearFaults();
    say('quiet: every order ends, or says what it waits for');
    const ids = this.#started.map(({ start }) => start.id);
    const hanging = await restless(orders, ids, QUIET_MS);
    say(`waiting for a person: ${await this.#waiting()}`);
    say('everything is ended');
    const { views, open } = await endAll(orders, ids, { withinMs: ENDING_MS });
    this.#report(views.length);
    const bought = this.#started.flatMap(({ start }) =>
      views.filter(({ id }) => id === start.id).map((view) => ({ start, view })),
    );
    const memory = this.#memory.notFlat();
    const breaches = [
      ...hanging,
      ...open,
      ...breachesOfTruth(bought, sandbox),
      ...(await this.#failedRuns()),
      ...(memory === null ? [] : [memory]),
    ];
    await this.#tell(views.filter(({ id }) => breaches.some((breach) => breach.includes(id))));
    return breaches;
  }

  /** The lives of those that something is wrong with. */
  async #tell(views: readonly PurchaseView[]): Promise<void> {
    for (const { id, orders, timeline } of views) {
      const lives = await Promise.all(
        orders.map(async ({ orderId }) => ({
          name: `order ${orderId}`,
          timeline: (await patiently(() => this.#stand.orders.order('1688', orderId).view())).timeline,
        })),
      );
      for (const life of [{ name: id, timeline }, ...lives])
        for (const { at, what, detail, by } of life.timeline)
          this.#options.say(`${life.name}: ${at} ${what} ${detail} (${by})`);
    }
  }

  async #live(planned: PlannedPurchase): Promise<void> {
    const { orders } = this.#stand;
    // A machine that can't keep up gets them later, not all at once.
    while (!this.#over && this.#open >= MOST_OPEN) await pause(250);
    if (this.#over) return;
    this.#started.push(planned);
    const purchase = await patiently(() => orders.start(planned.start));
    this.#open += 1;
    void patiently(() => purchase.result(), FOR_EVER_MS).then(
      () => {
        this.#open -= 1;
      },
      // Who can't be waited for is seen at the end.
      () => undefined,
    );
    await Promise.all(
      planned.says.map(async ({ afterMs, command }) => {
        await pause(afterMs);
        await said(() => purchase.command(command, { by: 'soak' }));
      }),
    );
  }

  async #weather({ forMs, what }: PlannedWeather): Promise<void> {
    const { sandbox, orders } = this.#stand;
    if (what === 'spending off') {
      await patiently(() => orders.switchSpending({ state: 'off', by: 'soak' }));
      await pause(forMs);
      await patiently(() => orders.switchSpending({ state: 'on', by: 'soak' }));
      return;
    }
    const usual = Object.entries(this.#usual).filter(([name]) => Object.hasOwn(what.settings, name));
    sandbox.settings(what.settings);
    await pause(forMs);
    sandbox.settings(Object.fromEntries(usual));
  }

  /** Kills of the worker and of Temporal, one after the other: a worker can't start while Temporal is away. */
  async #deaths(worker: Child): Promise<void> {
    const { say } = this.#options;
    const { kills, temporalKill } = this.#plan;
    const deaths = [
      ...kills.map((atMs) => ({ atMs, who: 'worker' as const })),
      ...(temporalKill === null ? [] : [{ atMs: temporalKill, who: 'Temporal' as const }]),
    ].sort((a, b) => a.atMs - b.atMs);
    const began = Date.now();
    let mortal = worker;
    for (const { atMs, who } of deaths) {
      await pause(Math.max(0, atMs - (Date.now() - began)));
      say(`${who} is killed`);
      if (who === 'Temporal') {
        await this.#stand.killTemporal(3_000);
        continue;
      }
      mortal.kill('SIGKILL');
      await mortal.ended;
      mortal = await this.#stand.startWorker();
    }
  }

  async #watch(steady: Child): Promise<void> {
    for (let reading = 0; !this.#over; reading += 1) {
      const mib = rssMib(steady.pid);
      this.#memory.add(mib);
      if (reading % SAID_EVERY === 0) {
        const { debits, confirms } = this.#stand.sandbox.ledger().totals;
        this.#options.say(
          `worker ${mib} MiB; ${this.#started.length} purchases started, ${this.#open} open, ${debits} debits, ${confirms} receipts`,
        );
      }
      await pause(READING_EVERY_MS);
      if (steady.exit() !== null)
        throw new Error(`the worker that nobody killed has ended: ${steady.lastWords()}`);
    }
  }

  async #waiting(): Promise<string> {
    const counts = new Map<string, number>();
    for await (const { reason } of this.#stand.orders.stuck({ planned: true }))
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counted(counts) || 'none';
  }

  #report(purchases: number): void {
    const { totals, calls } = this.#stand.sandbox.ledger();
    const spoilt = Object.values(calls).reduce((sum, count) => sum + count.spoilt, 0);
    const { say } = this.#options;
    say(`a person said: ${counted(this.#operator.counts) || 'nothing'}`);
    say(
      `${purchases} purchases, ${totals.orders} orders, ${totals.debits} debits, ${totals.confirms} receipts, ${totals.cancels} cancels, ${totals.calls} calls, ${spoilt} of them spoilt`,
    );
    say(`worker MiB over time: ${this.#memory.readings.join(' ')}`);
  }

  /** Every business end is Completed; anything else is a bug. */
  async #failedRuns(): Promise<string[]> {
    const failed: string[] = [];
    const query = 'ExecutionStatus IN ("Failed", "Terminated", "TimedOut")';
    for await (const { workflowId, status } of this.#stand.temporal.workflow.list({ query }))
      failed.push(`run ${workflowId} is ${status.name} in Temporal`);
    return failed;
  }
}

const counted = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
