import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { EffectBy, Ledger } from './ledger.ts';
import { advance, nextStep } from './life.ts';
import type { Order, PlannedStep } from './order.ts';
import type { Rules } from './rules.ts';
import type { TimerQueue } from './timer-queue.ts';
import { type Change, close, type Happening, pay, receive } from './transitions.ts';

/** Who asks for an effect. */
export interface Cause {
  by: EffectBy;
  requestId: string | null;
}

interface MarketplaceOptions {
  clock: Clock;
  queue: TimerQueue;
  journal: Journal;
  ledger: Ledger;
  rules: () => Rules;
  /** Told of everything that comes to pass, in order. */
  onHappening: (happening: Happening) => void;
}

/** Ids begin at the millisecond they are made in, so that no two sandboxes ever share one; 19 digits, as on the platform. */
const FIRST_ID = 2_300_000_000_000_000_000n;
const ID_EPOCH = Date.UTC(2020, 0, 1);
const IDS_PER_MILLISECOND = 1_000_000n;
/** The last four digits are the buyer's, as on the platform; and no id is exact as a double. */
const ID_STEP = 10_000n;
const ID_TAIL = 794n;

/** All orders, how they move, and what is done to them. */
export class Marketplace {
  readonly #options: MarketplaceOptions;
  readonly #orders = new Map<string, Order>();
  readonly #byUser = new Map<string, string[]>();
  #lastId = 0n;

  constructor(options: MarketplaceOptions) {
    this.#options = options;
    for (const order of options.journal.rows('orders').values()) this.#place(order);
  }

  now(): number {
    return this.#options.clock.now();
  }

  rules(): Rules {
    return this.#options.rules();
  }

  /** Lets everything come to pass that is due. */
  catchUp(): void {
    this.#options.queue.runDue();
  }

  /** A new 19-digit id. */
  newId(): string {
    const byTime = FIRST_ID + BigInt(this.now() - ID_EPOCH) * IDS_PER_MILLISECOND + ID_TAIL;
    this.#lastId = byTime > this.#lastId ? byTime : this.#lastId + ID_STEP;
    return String(this.#lastId);
  }

  order(id: string): Order | undefined {
    return this.#orders.get(id);
  }

  /** Oldest first. */
  orders(): Order[] {
    return [...this.#orders.values()];
  }

  /** One user's orders, newest first. */
  ordersOf(userId: string): Order[] {
    const ids = this.#byUser.get(userId) ?? [];
    return ids.toReversed().flatMap((id) => this.#orders.get(id) ?? []);
  }

  add(order: Order, cause: Cause): void {
    this.#options.ledger.addCreated({
      orderId: order.id,
      at: iso(order.createdAt),
      requestId: cause.requestId,
    });
    this.#options.journal.put('orders', order.id, order);
    this.#place(order);
  }

  /** Debits what is due, whatever the order's state. */
  pay(id: string, cause: Cause): Order {
    const order = this.change(id, pay);
    const debit = order.payments.at(-1);
    if (debit) {
      this.#options.ledger.addDebit({ orderId: id, fen: debit.fen, at: iso(debit.at), ...cause });
    }
    return order;
  }

  receive(id: string, subItemIds: string[], cause: Cause): Order {
    const order = this.change(id, (before, at, rules) => receive(before, subItemIds, at, rules));
    this.#options.ledger.addConfirm({ orderId: id, subItemIds, at: iso(this.now()), ...cause });
    return order;
  }

  cancel(id: string, remark: string | null, cause: Cause): Order {
    const order = this.change(id, (before, at, rules) => close(before, 'buyer', at, rules, remark));
    this.#options.ledger.addCancel({ orderId: id, at: iso(this.now()), ...cause });
    return order;
  }

  /** Any other change of one order, now. @throws Error when there is no such order. */
  change(id: string, transition: (order: Order, at: number, rules: Rules) => Change): Order {
    this.#moveOn(id);
    const order = this.#orders.get(id);
    if (!order) throw new Error(`there is no order ${id}`);
    return this.#store(transition(order, this.now(), this.rules()));
  }

  /** Stretches or shrinks what is still planned, when the speed changes. What counts in days stays. */
  rescale(factor: number): void {
    const now = this.now();
    for (const order of this.orders()) {
      if (order.plan.length === 0) continue;
      const plan = order.plan.map((step) => rescaled(step, now, factor));
      this.#store({ order: { ...order, plan }, happened: [] });
    }
  }

  #moveOn(id: string): void {
    const order = this.#orders.get(id);
    if (!order) return;
    const next = nextStep(order);
    if (!next || next.at > this.now()) return;
    this.#store(advance(order, this.now(), this.rules()));
  }

  #store({ order, happened }: Change): Order {
    this.#options.journal.put('orders', order.id, order);
    this.#orders.set(order.id, order);
    this.#awaitNext(order);
    for (const each of happened) this.#options.onHappening(each);
    return order;
  }

  #place(order: Order): void {
    const ids = this.#byUser.get(order.userId) ?? [];
    ids.push(order.id);
    this.#byUser.set(order.userId, ids);
    this.#orders.set(order.id, order);
    for (const id of [order.id, ...order.items.map((item) => item.subItemId)]) {
      if (BigInt(id) > this.#lastId) this.#lastId = BigInt(id);
    }
    this.#awaitNext(order);
  }

  #awaitNext(order: Order): void {
    const next = nextStep(order);
    if (next) this.#options.queue.push(next.at, () => this.#moveOn(order.id));
  }
}

function rescaled(step: PlannedStep, now: number, factor: number): PlannedStep {
  if (step.do === 'pay-timeout' || step.do === 'auto-confirm' || step.at <= now) return step;
  return { ...step, at: Math.round(now + (step.at - now) * factor) };
}

const iso = (at: number): string => new Date(at).toISOString();
