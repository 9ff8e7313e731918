import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { EffectBy, Ledger } from './ledger.ts';
import { advance, nextStep } from './life.ts';
import type { OrderIds } from './new-order.ts';
import type { Market, Order, PlannedStep } from './order.ts';
import { type Application, applyForRefund } from './refunds.ts';
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
/** Taobao's ids are made of the same numbers, so far below them that none is ever both. */
const TAOBAO_BELOW = 1_000_000_000_000_000_000n;
const FIRST_TAOBAO_ITEM = 200_000_000_000n;
const TAOBAO_ITEMS = 100_000_000_000n;

/** All orders, how they move, and what is done to them. */
export class Marketplace {
  readonly #options: MarketplaceOptions;
  readonly #orders = new Map<string, Order>();
  readonly #byUser = new Map<string, string[]>();
  readonly #byItem = new Map<string, string>();
  readonly #byRefund = new Map<string, string>();
  #lastId = 0n;

  constructor(options: MarketplaceOptions) {
    this.#options = options;
    for (const order of options.journal.rows('orders').values()) this.#place({ ...OLDER, ...order });
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

  /** New ids for an order of so many lines, as its platform writes them. */
  newIds(platform: Market, lines: number): OrderIds {
    if (platform === 'taobao') return this.#taobaoIds(lines);
    const order = this.#newId();
    // A sole line carries the order's own id, as in the documented sample.
    const items = lines === 1 ? [order] : Array.from({ length: lines }, () => this.#newId());
    return { order, items };
  }

  /** 19 digits that begin with another one; 12 for each line. */
  #taobaoIds(lines: number): OrderIds {
    const number = BigInt(this.#newId());
    let item = FIRST_TAOBAO_ITEM + ((number / ID_STEP) % TAOBAO_ITEMS);
    const items = Array.from({ length: lines }, () => {
      while (this.#byItem.has(String(item))) item += 1n;
      const id = String(item);
      item += 1n;
      return id;
    });
    return { order: String(number - TAOBAO_BELOW), items };
  }

  /** A new 19-digit id. */
  #newId(): string {
    const byTime = FIRST_ID + BigInt(this.now() - ID_EPOCH) * IDS_PER_MILLISECOND + ID_TAIL;
    this.#lastId = byTime > this.#lastId ? byTime : this.#lastId + ID_STEP;
    return String(this.#lastId);
  }

  order(id: string): Order | undefined {
    return this.#orders.get(id);
  }

  /** The order that a line is of. */
  orderOfItem(subItemId: string): Order | undefined {
    return this.#orders.get(this.#byItem.get(subItemId) ?? '');
  }

  /** The order that a refund is of. */
  orderOfRefund(refundId: string): Order | undefined {
    return this.#orders.get(this.#byRefund.get(refundId) ?? '');
  }

  /** Oldest first. */
  orders(): Order[] {
    return [...this.#orders.values()];
  }

  /** One user's orders of a platform, newest first. */
  ordersOf(userId: string, platform: Market): Order[] {
    const ids = this.#byUser.get(userId) ?? [];
    const orders = ids.toReversed().flatMap((id) => this.#orders.get(id) ?? []);
    return orders.filter((order) => order.platform === platform);
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

  /** A refund of some lines is applied for; answers its id. */
  applyForRefund(id: string, wanted: Application, cause: Cause): string {
    const order = this.change(id, (before, at, rules) => applyForRefund(before, wanted, at, rules));
    const refundId = order.refunds.at(-1)?.id ?? '';
    const { subItemIds, goodsFen, freightFen } = wanted;
    const fen = goodsFen + freightFen;
    this.#options.ledger.addRefund({ orderId: id, refundId, subItemIds, fen, at: iso(this.now()), ...cause });
    return refundId;
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
    const moved = (at: number): number => (at <= now ? at : Math.round(now + (at - now) * factor));
    for (const order of this.orders().filter((each) => nextStep(each))) {
      const plan = order.plan.map((step) => (countsInDays(step) ? step : { ...step, at: moved(step.at) }));
      const refunds = order.refunds.map((refund) =>
        refund.next ? { ...refund, next: { ...refund.next, at: moved(refund.next.at) } } : refund,
      );
      this.#store({ order: { ...order, plan, refunds }, happened: [] });
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
    for (const { id } of order.refunds) this.#byRefund.set(id, order.id);
    this.#awaitNext(order);
    for (const each of happened) this.#options.onHappening(each);
    return order;
  }

  #place(order: Order): void {
    const ids = this.#byUser.get(order.userId) ?? [];
    ids.push(order.id);
    this.#byUser.set(order.userId, ids);
    this.#orders.set(order.id, order);
    for (const { subItemId } of order.items) this.#byItem.set(subItemId, order.id);
    for (const { id } of order.refunds) this.#byRefund.set(id, order.id);
    const above = order.platform === 'taobao' ? TAOBAO_BELOW : 0n;
    for (const id of [order.id, ...order.items.map((item) => item.subItemId)]) {
      if (BigInt(id) + above > this.#lastId) this.#lastId = BigInt(id) + above;
    }
    this.#awaitNext(order);
  }

  #awaitNext(order: Order): void {
    const next = nextStep(order);
    if (next) this.#options.queue.push(next.at, () => this.#moveOn(order.id));
  }
}

const countsInDays = (step: PlannedStep): boolean => step.do === 'pay-timeout' || step.do === 'auto-confirm';

/** What orders of an earlier version of the sandbox lack. */
const OLDER = { platform: '1688', refunds: [], warehouse: null } as const satisfies Partial<Order>;

const iso = (at: number): string => new Date(at).toISOString();
