import type {
  CreateResult,
  FindResult,
  FoundOrder,
  OrderObservation,
  PayBatchResult,
  PreviewResult,
} from '../../activities/types.ts';
import type { Cargo } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { at, item, reading, T0 } from '../order/order.fixture.ts';
import type { Tape } from '../tape.fixture.ts';
import { PRICE, SETTLE } from './purchase.fixture.ts';

/**
 * A platform that creates orders, for random runs: it refuses merchants, splits them, loses answers, shows orders late
 * in its list, and knows what it really made.
 */
interface Made {
  order: OrderObservation;
  cargo: { line: number; quantity: number }[];
  /** The list shows it from then on (ms). */
  shownFrom: number;
  live: boolean;
}

type Lines = { line: number; cargo: Cargo }[];
type Done<T> = EffectEnd<T>;
const done = <T>(value: T): Done<T> => ({ kind: 'result', value });
const lost = { kind: 'lost' as const, message: 'worker gone' };
const credentials = { kind: 'credentials' as const, message: '401' };
const notSent = { kind: 'not-sent' as const, message: '429', retryAfterSeconds: null, patienceSeconds: 1800 };

export class Marketplace {
  readonly made: Made[] = [];
  now = T0;

  constructor(private readonly tape: Tape) {}

  /** How much of a line stands in orders that live. */
  liveOf(index: number): number {
    return this.made
      .filter(({ live }) => live)
      .flatMap(({ cargo }) => cargo)
      .reduce((sum, { line, quantity }) => sum + (line === index ? quantity : 0), 0);
  }

  close(orderId: string): void {
    for (const made of this.made) if (made.order.orderId === orderId) made.live = false;
  }

  preview(lines: Lines): Done<PreviewResult> {
    const { tape } = this;
    const sellers = [...new Set(lines.map(({ cargo }) => cargo.sellerOpenId ?? null))];
    const priced = (sellerOpenId: string | null) => ({
      sellerOpenId,
      previewFen: tape.isOver ? PRICE : PRICE + tape.pick([0, 0, 300]),
      goodsFen: 1900,
      freightFen: 400,
    });
    switch (
      tape.isOver ? 'ok' : tape.pick(['ok', 'ok', 'ok', 'refused', 'away', 'credentials', 'broken off'])
    ) {
      case 'ok':
        return done({ kind: 'previewed', merchants: sellers.map(priced) });
      case 'refused':
        return done({ kind: 'refused', refused: [this.refusal(lines, tape.pick([sellers[0] ?? null]))] });
      case 'away':
        return done({ kind: 'unavailable', message: '502' });
      case 'credentials':
        return done(credentials);
      case 'broken off':
        return { kind: 'not-started' };
    }
  }

  private refusal(lines: Lines, sellerOpenId: string | null) {
    const own = lines.filter(({ cargo }) => (cargo.sellerOpenId ?? null) === sellerOpenId);
    return {
      sellerOpenId,
      errorCode: '500_004',
      errorMsg: 'OUT OF STOCK',
      lines: own.map(({ line }) => line),
    };
  }

  private make(lines: Lines, seller: string | null): OrderObservation[] {
    const { tape } = this;
    const own = lines.filter(({ cargo }) => (cargo.sellerOpenId ?? null) === seller);
    const split = !tape.isOver && tape.oneIn(4);
    const parts = split
      ? own.flatMap(({ line, cargo }) =>
          cargo.quantity > 1
            ? [
                [{ line, cargo: { ...cargo, quantity: 1 } }],
                [{ line, cargo: { ...cargo, quantity: cargo.quantity - 1 } }],
              ]
            : [[{ line, cargo }]],
        )
      : [own];
    return parts.map((part) => {
      const orderId = String(1_000 + this.made.length);
      const order = reading({
        orderId,
        sellerOpenId: seller,
        dueFen: PRICE + (tape.isOver ? 0 : tape.pick([0, 0, 400])),
        items: part.map(({ line, cargo }) =>
          item({ subItemId: `${orderId}${line}`, specId: cargo.specId, quantity: cargo.quantity }),
        ),
      });
      // Within the settle time, as the platform promises.
      const late = tape.isOver ? 0 : tape.pick([0, 5, SETTLE - 5]) * 1000;
      const cargo = part.map(({ line, cargo: { quantity } }) => ({ line, quantity }));
      this.made.push({ order, cargo, shownFrom: this.now + late, live: true });
      return order;
    });
  }

  /** As the activity does it: looks if it may have been sent before, and sends at most once. */
  create(lines: Lines, known: readonly string[], mayHaveBeenSent: boolean): Done<CreateResult> {
    const { tape } = this;
    if (!tape.isOver && tape.oneIn(6))
      return tape.pick<Done<CreateResult>>([done(notSent), done(credentials), { kind: 'not-started' }]);
    const seen = mayHaveBeenSent ? this.list(known) : [];
    if (seen.length > 0) return done({ kind: 'found', orders: seen, settleSeconds: SETTLE });
    const sellers = [...new Set(lines.map(({ cargo }) => cargo.sellerOpenId ?? null))];
    switch (tape.isOver ? 'answer' : tape.pick(['answer', 'answer', 'refused', 'nothing', 'made', 'lost'])) {
      case 'answer':
        return done(this.answer(lines, sellers));
      case 'refused':
        return done({ kind: 'refused', code: '4001', message: 'NO' });
      case 'nothing':
        return done({ kind: 'unknown', message: 'timed out', settleSeconds: SETTLE });
      case 'made':
        for (const seller of sellers) this.make(lines, seller);
        return done({ kind: 'unknown', message: 'timed out', settleSeconds: SETTLE });
      case 'lost':
        for (const seller of sellers) this.make(lines, seller);
        return lost;
    }
  }

  private answer(lines: Lines, sellers: (string | null)[]): CreateResult {
    const { tape } = this;
    const result = {
      kind: 'answered' as const,
      orders: [] as OrderObservation[],
      refused: [] as ReturnType<Marketplace['refusal']>[],
      missing: [] as (string | null)[],
      settleSeconds: SETTLE,
    };
    for (const seller of sellers) {
      switch (
        tape.isOver ? 'order' : tape.pick(['order', 'order', 'refused', 'missing', 'made and missing'])
      ) {
        case 'order':
          result.orders.push(...this.make(lines, seller));
          break;
        case 'refused':
          result.refused.push(this.refusal(lines, seller));
          break;
        case 'missing':
          result.missing.push(seller);
          break;
        case 'made and missing':
          this.make(lines, seller);
          result.missing.push(seller);
          break;
      }
    }
    return result;
  }

  private list(known: readonly string[]): FoundOrder[] {
    return this.made
      .filter(({ shownFrom, order }) => shownFrom <= this.now && !known.includes(order.orderId))
      .map(({ order }) => ({ observation: order, ownedBy: null, differs: [] }));
  }

  find(known: readonly string[], only: readonly string[] | undefined): Done<FindResult> {
    const { tape } = this;
    if (!tape.isOver && tape.oneIn(5)) {
      return tape.pick<Done<FindResult>>([
        done({ kind: 'unavailable', message: '502' }),
        done(credentials),
        { kind: 'not-started' },
        lost,
      ]);
    }
    const orders =
      only === undefined
        ? this.list(known)
        : this.made
            .filter(({ order }) => only.includes(order.orderId))
            .map(({ order }) => ({ observation: order, ownedBy: null, differs: [] }));
    const missing = (only ?? []).filter(
      (id) => !orders.some(({ observation }) => observation.orderId === id),
    );
    const differing =
      !tape.isOver && tape.oneIn(6)
        ? orders.map((order) => ({ ...order, differs: ['another receiver'] }))
        : orders;
    return done({ kind: 'read', at: at(this.now), orders: differing, missing, settleSeconds: SETTLE });
  }

  submit(orderIds: readonly string[]): Done<PayBatchResult> {
    const { tape } = this;
    if (!tape.isOver && tape.oneIn(4))
      return tape.pick<Done<PayBatchResult>>([
        done(notSent),
        done(credentials),
        { kind: 'not-started' },
        lost,
      ]);
    return done({
      kind: 'submitted',
      orders: this.made
        .filter(({ order }) => orderIds.includes(order.orderId))
        .map(({ order }) => ({ orderId: order.orderId, result: { kind: 'paid', order, sent: true } })),
    });
  }
}
