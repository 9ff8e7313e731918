import type {
  CancelResult,
  ConfirmResult,
  ObserveResult,
  OrderObservation,
  PayResult,
} from '../../activities/types.ts';
import type { EffectEnd } from '../effect-end.ts';
import type { Tape } from '../tape.fixture.ts';
import { at, DAY, item, ORDER_ID, parcel, reading, T0 } from './order.fixture.ts';

/**
 * A platform with one order, for random runs: it answers, refuses, times out, loses workers, shows debits late, changes
 * prices and closes orders as the tape says, and keeps a ledger of what it really did.
 */

/** A debit shows this long after its payment at most: as long as a run waits at least before it pays again. */
const LATE_MS = 5_000;

type Faulty<T> = EffectEnd<T> | null;

export class ModelPlatform {
  order: OrderObservation;
  /** Payments that debited, also those that do not show yet. */
  debits = 0;
  confirms = 0;
  private hidden: { debitShowsAt: number } | null = null;
  private now = T0;

  constructor(
    private readonly tape: Tape,
    more: Partial<OrderObservation> = {},
  ) {
    this.order = reading({ orderId: ORDER_ID, ...more });
  }

  private change(more: Partial<OrderObservation>): void {
    const modifiedAt = Math.max(this.now, Date.parse(this.order.modifiedAt) + 1);
    this.order = { ...this.order, modifiedAt: at(modifiedAt), ...more };
  }

  /** The world at this instant (ms): a debit shows, and something else may have happened. */
  tick(now: number, moves: boolean): void {
    this.now = now;
    if (this.hidden !== null && now >= this.hidden.debitShowsAt) this.showDebit();
    if (moves) this.move();
  }

  private showDebit(): void {
    this.hidden = null;
    if (this.order.status === 'waitbuyerpay') this.change({ status: 'waitsellersend', paidAt: at(this.now) });
  }

  /** The seller, the carrier or the platform does something. */
  private move(): void {
    const { tape, order } = this;
    const open = order.status !== 'cancel' && order.status !== 'success';
    if (open && tape.oneIn(25)) return this.close();
    const isSigned = order.parcels?.some(({ status }) => status === 'SIGN') ?? false;
    switch (order.status) {
      case 'waitbuyerpay':
        if (tape.oneIn(8)) this.change({ dueFen: order.dueFen + tape.pick([0, 500, -500]) });
        else if (tape.oneIn(12)) this.change({ status: 'waitsellersend', paidAt: at(this.now) });
        return;
      case 'waitsellersend':
        if (tape.oneIn(12)) return this.change({ status: 'wait_for_the_moon' });
        return this.change({ status: 'waitbuyerreceive', allShippedAt: at(this.now), parcels: [parcel()] });
      case 'wait_for_the_moon':
        return this.change({ status: 'waitsellersend' });
      case 'waitbuyerreceive':
        if (order.items.every(({ logisticsStatus }) => logisticsStatus === 3))
          return this.change({ status: 'success' });
        if (tape.oneIn(8)) return this.change({ items: [item({ refundStatus: 'waitselleragree' })] });
        if (order.items.some(({ refundStatus }) => refundStatus !== null) && (tape.isOver || tape.oneIn(4)))
          return this.change({ items: [item()] });
        // Ten days after it was signed for the platform confirms by itself.
        if (this.now > Date.parse(order.modifiedAt) + 10 * DAY && isSigned)
          return this.change({ status: 'success' });
        if (isSigned) return;
        return this.change({ parcels: [parcel({ status: 'SIGN', signedAt: at(this.now) })] });
      case 'confirm_goods':
        return this.change({ status: 'success' });
      case 'cancel':
        if (order.paidAt !== null) this.change({ refundedFen: order.dueFen });
        return;
    }
  }

  private close(): void {
    this.change({ status: 'cancel', closedBy: this.tape.pick(['seller', 'platform', 'buyer']) });
  }

  /** What happens to a call before it does anything; null: nothing, it goes through. */
  private faultBefore<T>(): Faulty<T> {
    const { tape } = this;
    if (tape.isOver || !tape.oneIn(5)) return null;
    const away = { kind: 'not-sent', message: '429', retryAfterSeconds: null, patienceSeconds: 1800 };
    return tape.pick<Faulty<T>>([
      { kind: 'result', value: away as T },
      { kind: 'result', value: { kind: 'credentials', message: '401' } as T },
      { kind: 'not-started' },
      { kind: 'lost', message: 'worker gone' },
    ]);
  }

  look(): EffectEnd<ObserveResult> {
    const { tape, order } = this;
    if (tape.oneIn(6)) {
      return tape.pick<EffectEnd<ObserveResult>>([
        { kind: 'result', value: { kind: 'unavailable', message: '502' } },
        { kind: 'result', value: { kind: 'credentials', message: '401' } },
        { kind: 'result', value: { kind: 'missing', message: '404' } },
        { kind: 'lost', message: 'worker gone' },
      ]);
    }
    const lags = tape.oneIn(8);
    const seen = lags ? { ...order, modifiedAt: at(Date.parse(order.modifiedAt) - 60_000) } : order;
    return { kind: 'result', value: { kind: 'seen', order: seen } };
  }

  /** As the activity does it: reads, sends at most once, reads back. */
  pay(ceilingFen: number): EffectEnd<PayResult> {
    const fault = this.faultBefore<PayResult>();
    if (fault !== null) return fault;
    const { order, tape } = this;
    const done = (value: PayResult): EffectEnd<PayResult> => ({ kind: 'result', value });
    if (order.paidAt !== null) return done({ kind: 'paid', order: this.perhapsOld(), sent: false });
    if (order.status !== 'waitbuyerpay') return done({ kind: 'not-payable', order });
    if (order.dueFen > ceilingFen) return done({ kind: 'above-ceiling', order: this.perhapsOld() });
    const answer = tape.isOver
      ? 'ok'
      : tape.pick(['ok', 'ok', 'late', 'nothing', 'refused', 'link', 'lost', 'cut']);
    switch (answer) {
      case 'ok':
        this.debits += 1;
        this.showDebit();
        return done({ kind: 'paid', order: this.order, sent: true });
      case 'late':
        this.debits += 1;
        this.hidden = { debitShowsAt: this.now + LATE_MS };
        return done({ kind: 'unknown', message: 'timed out' });
      case 'lost':
        this.debits += 1;
        this.hidden = { debitShowsAt: this.now + LATE_MS };
        return { kind: 'lost', message: 'worker gone' };
      case 'nothing':
        return done({ kind: 'unpaid', order, message: 'it reads unpaid' });
      case 'refused':
        return done({ kind: 'refused', order: null, code: '4003', message: 'NO' });
      case 'link':
        return done({ kind: 'link', order, payUrl: 'https://pay.example/1' });
      case 'cut':
        return done({ kind: 'unknown', message: 'cut' });
    }
  }

  private perhapsOld(): OrderObservation {
    const { order, tape } = this;
    return tape.oneIn(3) ? { ...order, modifiedAt: at(Date.parse(order.modifiedAt) - 60_000) } : order;
  }

  confirm(signedByPerson: boolean): EffectEnd<ConfirmResult> {
    const fault = this.faultBefore<ConfirmResult>();
    if (fault !== null) return fault;
    const { order, tape } = this;
    const done = (value: ConfirmResult): EffectEnd<ConfirmResult> => ({ kind: 'result', value });
    const unready = this.unready(signedByPerson);
    if (unready !== null) return done({ kind: 'not-ready', order, why: unready });
    if (order.status === 'confirm_goods' || order.status === 'success')
      return done({ kind: 'confirmed', order, sent: false });
    switch (tape.isOver ? 'ok' : tape.pick(['ok', 'ok', 'slow', 'refused', 'nothing', 'lost'])) {
      case 'ok':
        this.confirms += 1;
        this.change({ status: 'confirm_goods' });
        return done({ kind: 'confirmed', order: this.order, sent: true });
      case 'slow':
        this.confirms += 1;
        this.change({ items: [item({ logisticsStatus: 3 })] });
        return done({ kind: 'confirmed', order: this.order, sent: true });
      case 'refused':
        return done({ kind: 'refused', order: null, code: '4005', message: 'NO' });
      case 'nothing':
        return done({ kind: 'unconfirmed', order, message: 'not shown' });
      case 'lost':
        this.confirms += 1;
        this.change({ status: 'confirm_goods' });
        return { kind: 'lost', message: 'worker gone' };
    }
  }

  private unready(signedByPerson: boolean) {
    const { status, items, parcels } = this.order;
    if (status === 'cancel') return 'closed' as const;
    if (status === 'wait_for_the_moon') return 'odd' as const;
    if (status === 'waitbuyerpay' || status === 'waitsellersend') return 'not-shipped' as const;
    if (items.some(({ refundStatus }) => refundStatus !== null)) return 'refund-open' as const;
    const signed = (parcels ?? []).some((each) => each.status === 'SIGN');
    return signed || signedByPerson || status !== 'waitbuyerreceive' ? null : ('not-signed' as const);
  }

  cancel(): EffectEnd<CancelResult> {
    const fault = this.faultBefore<CancelResult>();
    if (fault !== null) return fault;
    const { order, tape } = this;
    const done = (value: CancelResult): EffectEnd<CancelResult> => ({ kind: 'result', value });
    if (order.status === 'cancel') return done({ kind: 'cancelled', order: this.perhapsOld(), sent: false });
    if (order.paidAt !== null) return done({ kind: 'paid', order: this.perhapsOld() });
    if (order.status !== 'waitbuyerpay')
      return done({ kind: 'refused', order, code: 'UNKNOWN_STATUS', message: '' });
    switch (tape.isOver ? 'ok' : tape.pick(['ok', 'ok', 'early', 'refused', 'nothing', 'lost', 'cut'])) {
      case 'ok':
        this.change({ status: 'cancel', closedBy: 'buyer' });
        return done({ kind: 'cancelled', order: this.order, sent: true });
      case 'early':
        return done({ kind: 'too-early', order, retryAfterSeconds: 7 });
      case 'refused':
        return done({ kind: 'refused', order: null, code: '4009', message: 'NO' });
      case 'nothing':
        return done({ kind: 'still-open', order, message: 'it reads open' });
      case 'lost':
        this.change({ status: 'cancel', closedBy: 'buyer' });
        return { kind: 'lost', message: 'worker gone' };
      case 'cut':
        return done({ kind: 'unknown', message: 'cut' });
    }
  }
}
