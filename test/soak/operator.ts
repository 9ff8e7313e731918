import type { PandaponOrders, StuckItem } from '../../client/index.ts';
import { mapBounded } from '../../client/map-bounded.ts';
import type { Command } from '../../contract/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { isAway, pause, said } from './patience.ts';
import { type Seeded, seeded } from './seeded.ts';

/**
 * A person who looks at what waits and says something that is offered, good or bad. What is said depends on the seed,
 * the purchase, the reason and how often it has waited for it, so that a seed's operator is the same again.
 */
export class Operator {
  readonly #orders: PandaponOrders;
  readonly #sandbox: Sandbox;
  readonly #seed: number;
  /** How often each was answered. */
  readonly #answers = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  readonly counts = new Map<string, number>();

  constructor(place: { orders: PandaponOrders; sandbox: Sandbox }, seed: number) {
    this.#orders = place.orders;
    this.#sandbox = place.sandbox;
    this.#seed = seed;
  }

  /** Works until told to stop. */
  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await pause(1_000);
      try {
        const waiting: StuckItem[] = [];
        for await (const item of this.#orders.stuck({ planned: true }))
          if (this.#waitedLong(item)) waiting.push(item);
        await mapBounded(waiting, AT_ONCE, async (item) => isOver() || this.#answer(item));
      } catch (error) {
        if (!isAway(error)) throw error;
      }
    }
  }

  /** Much heals alone: nobody answers at once. */
  #waitedLong({ id, reason, revision }: StuckItem): boolean {
    const key = `${id} ${reason} ${revision}`;
    const first = this.#seen.get(key) ?? Date.now();
    this.#seen.set(key, first);
    return Date.now() - first > 3_000;
  }

  async #answer(item: StuckItem): Promise<void> {
    const about = `${item.purchaseId} ${item.kind} ${item.reason}`;
    const times = (this.#answers.get(about) ?? 0) + 1;
    this.#answers.set(about, times);
    const chance = seeded(this.#seed, `${about} ${times}`);
    const what = await this.#say(item, chance);
    const counted = `${item.reason} ${what}`;
    this.counts.set(counted, (this.counts.get(counted) ?? 0) + 1);
    this.#seen.delete(`${item.id} ${item.reason} ${item.revision}`);
  }

  async #say(item: StuckItem, chance: Seeded): Promise<string> {
    if (item.reason === 'PAYMENT' || (item.reason === 'PAY_LINK' && chance.chance(0.5))) {
      this.#payByHand(item.id);
      return 'paid by hand';
    }
    const [first = 'abort', ...others] = item.actions.filter((action) => action !== 'hold');
    const command = chance.chance(0.05) ? 'abort' : chance.pick([first, ...others]);
    await said(() => this.#command(item, command, chance));
    return command;
  }

  /** The order may have been closed a moment ago. */
  #payByHand(orderId: string): void {
    const { status, payments } = this.#sandbox.order(orderId);
    if (status === 'waitbuyerpay' && payments.length === 0) this.#sandbox.byHand(orderId, 'pay');
  }

  async #command(item: StuckItem, command: Command, chance: Seeded): Promise<unknown> {
    const body = { by: 'soak', revision: item.revision };
    if (item.kind === 'order') {
      const order = this.#orders.order(item.platform, item.id);
      if (command === 'adopt') return undefined;
      return order.command(
        command,
        command === 'retry' && chance.chance(0.2) ? { ...body, until: soon() } : body,
      );
    }
    const purchase = this.#orders.purchase(item.id);
    if (command === 'confirm-receipt') return undefined;
    if (command !== 'adopt') return purchase.command(command, body);
    const { stuck } = await purchase.view();
    const [candidate] = stuck?.candidates ?? [];
    return candidate === undefined
      ? purchase.skip(body)
      : purchase.adopt({ ...body, orders: [candidate.orderId] });
  }
}

/** A busy machine takes its time for each: one person alone would fall behind. */
const AT_ONCE = 10;

const soon = (): string => new Date(Date.now() + 4_000).toISOString();
