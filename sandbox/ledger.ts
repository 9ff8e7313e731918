import type { Journal } from './journal.ts';
import { type Order, sum, totalFen } from './order.ts';

/** Who caused an effect: a platform call, a person at the cashier page, or a control of the sandbox. */
export type EffectBy = 'call' | 'batch' | 'cashier' | 'hand';

interface Effect {
  orderId: string;
  /** ISO-8601 UTC. */
  at: string;
  by: EffectBy;
  /** The call that did it, as its answer's envelope names it; null for what no call did. */
  requestId: string | null;
}

export interface Debit extends Effect {
  fen: number;
}
export interface Confirm extends Effect {
  subItemIds: string[];
}
export type Cancel = Effect;
/** A refund that was applied for. */
export interface RefundApplied extends Effect {
  refundId: string;
  subItemIds: string[];
  fen: number;
}
/** Freight abroad that was booked. */
export interface Booked {
  bookingId: string;
  renderId: string | null;
  tmallOrderId: string | null;
  at: string;
  requestId: string | null;
}
export interface Created {
  orderId: string;
  at: string;
  requestId: string | null;
}

/** How often an operation was called, and what came of it. */
export interface CallCount {
  /** Every call with a right signature. */
  calls: number;
  /** Carried out, whatever answer went back. */
  done: number;
  /** Answered with a definite no by the platform's rules. */
  refused: number;
  /** Touched by a fault or an outage. */
  spoilt: number;
}

interface Lists {
  created: Created;
  debits: Debit;
  confirms: Confirm;
  cancels: Cancel;
  refunds: RefundApplied;
  booked: Booked;
}

/** What the platform's calls really did. Nothing is ever merged: an order paid twice has two debits. */
export class Ledger {
  readonly #journal: Journal;
  readonly #lists: { [Name in keyof Lists]: Lists[Name][] };
  readonly #calls: Map<string, CallCount>;
  #unauthorized = 0;
  #reusedNonces = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
    this.#lists = {
      created: [...journal.rows('created').values()],
      debits: [...journal.rows('debits').values()],
      confirms: [...journal.rows('confirms').values()],
      cancels: [...journal.rows('cancels').values()],
      refunds: [...journal.rows('refunds').values()],
      booked: [...journal.rows('booked').values()],
    };
    this.#calls = journal.rows('calls');
  }

  addCreated(entry: Created): void {
    this.#journal.put('created', String(this.#lists.created.push(entry)), entry);
  }

  addDebit(entry: Debit): void {
    this.#journal.put('debits', String(this.#lists.debits.push(entry)), entry);
  }

  addConfirm(entry: Confirm): void {
    this.#journal.put('confirms', String(this.#lists.confirms.push(entry)), entry);
  }

  addCancel(entry: Cancel): void {
    this.#journal.put('cancels', String(this.#lists.cancels.push(entry)), entry);
  }

  addRefund(entry: RefundApplied): void {
    this.#journal.put('refunds', String(this.#lists.refunds.push(entry)), entry);
  }

  addBooking(entry: Booked): void {
    this.#journal.put('booked', String(this.#lists.booked.push(entry)), entry);
  }

  count(operation: string, what: keyof CallCount): void {
    const before = this.#calls.get(operation) ?? { calls: 0, done: 0, refused: 0, spoilt: 0 };
    const after = { ...before, [what]: before[what] + 1 };
    this.#calls.set(operation, after);
    this.#journal.put('calls', operation, after);
  }

  countUnauthorized(): void {
    this.#unauthorized += 1;
  }

  countReusedNonce(): void {
    this.#reusedNonces += 1;
  }

  /** Everything, as `GET /_sandbox/ledger` shows it. */
  report(orders: readonly Order[]) {
    const byId = new Map(orders.map((order) => [order.id, order]));
    const { created, debits, confirms, cancels, refunds, booked } = this.#lists;
    const listed = created.flatMap((each) => {
      const order = byId.get(each.orderId);
      return order ? [{ ...describe(order), at: each.at, requestId: each.requestId }] : [];
    });
    return {
      orders: listed,
      debits,
      confirms,
      cancels,
      refunds,
      bookings: booked,
      byTag: grouped(listed, (each) => each.tag),
      byRemark: grouped(listed, (each) => each.remark),
      paidTwice: repeated(debits.map((debit) => debit.orderId)),
      calls: Object.fromEntries(this.#calls),
      unauthorized: this.#unauthorized,
      reusedNonces: this.#reusedNonces,
      totals: {
        orders: created.length,
        debits: debits.length,
        debitedFen: sum(debits.map((debit) => debit.fen)),
        confirms: confirms.length,
        cancels: cancels.length,
        refunds: refunds.length,
        bookings: booked.length,
        calls: sum([...this.#calls.values()].map((count) => count.calls)),
      },
    };
  }
}

export type LedgerReport = ReturnType<Ledger['report']>;

/** A remark that ends with `[#<text>/<number>]` belongs to `<text>`. */
const TAG = /\[#([^\]]+)\/\d+\]$/;

function describe(order: Order) {
  return {
    orderId: order.id,
    platform: order.platform,
    userId: order.userId,
    sellerOpenId: order.sellerOpenId,
    remark: order.remark,
    tag: (order.remark && TAG.exec(order.remark)?.[1]) ?? null,
    status: order.status,
    totalFen: totalFen(order),
    debits: order.payments.length,
    lines: order.items.map(({ subItemId, specId, quantity }) => ({ subItemId, specId, quantity })),
  };
}

function grouped<T extends { orderId: string }>(list: T[], keyOf: (each: T) => string | null) {
  const groups = new Map<string, string[]>();
  for (const each of list) {
    const key = keyOf(each);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), each.orderId]);
  }
  return Object.fromEntries(groups);
}

const repeated = (ids: string[]): string[] => [...new Set(ids.filter((id, n) => ids.indexOf(id) !== n))];
