import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderObservation } from './observation.ts';
import {
  packFollowUp,
  packObservation,
  packResult,
  unpackObservation,
  unpackResult,
} from './observation-packing.ts';
import type { OrderView, PurchaseView, RefundView } from './view.ts';
import { packOrderView, packPurchaseView, unpackOrderView, unpackPurchaseView } from './view-packing.ts';

// Often the same few values: packing leaves out what equals something else.
const text = fc.oneof(fc.constantFrom('SIGN', 'same'), fc.string({ minLength: 1, maxLength: 8 }));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const fen = fc.oneof(fc.constantFrom(0, 400, 1900, 2300), fc.nat(1_000_000));

const observation: fc.Arbitrary<OrderObservation> = fc.record({
  orderId: text,
  sellerOpenId: maybe(text),
  status: text,
  createdAt: text,
  modifiedAt: text,
  paidAt: maybe(text),
  allShippedAt: maybe(text),
  completedAt: maybe(text),
  payTimeoutSeconds: maybe(fen),
  closedBy: maybe(fc.constantFrom('buyer' as const, 'seller' as const, 'platform' as const)),
  goodsFen: fen,
  freightFen: fen,
  discountFen: fc.integer({ min: -1000, max: 1000 }),
  dueFen: fen,
  refundedFen: fen,
  refundStatus: maybe(text),
  allRefunded: fc.boolean(),
  paymentId: maybe(text),
  items: fc.uniqueArray(
    fc.record({
      subItemId: text,
      specId: text,
      quantity: fc.integer({ min: 1, max: 9 }),
      amountFen: fen,
      status: text,
      logisticsStatus: maybe(fc.nat(8)),
      refundStatus: maybe(text),
      refundId: maybe(text),
      refundedFen: fen,
    }),
    { selector: (item) => item.subItemId, maxLength: 3 },
  ),
  parcels: maybe(
    fc.array(
      fc.record({
        billNo: text,
        company: maybe(text),
        status: maybe(text),
        subItemIds: maybe(fc.array(text, { maxLength: 2 })),
        shippedAt: maybe(text),
        signedAt: maybe(text),
        last: maybe(fc.record({ at: text, remark: text })),
      }),
      { maxLength: 2 },
    ),
  ),
});

const money = fc.record({
  goodsFen: fen,
  freightFen: fen,
  discountFen: fen,
  dueFen: fen,
  paidFen: fen,
  refundedFen: fen,
  paidAt: maybe(text),
  paymentId: maybe(text),
});
const parcel = fc.record({
  billNo: text,
  company: maybe(text),
  status: maybe(text),
  lines: fc.array(fc.nat(3), { maxLength: 2 }),
  shippedAt: maybe(text),
  signedAt: maybe(text),
  last: maybe(fc.record({ at: text, remark: text })),
});
const line = fc.record({
  line: fc.nat(9),
  specId: text,
  quantity: fc.integer({ min: 1, max: 9 }),
  sellerOpenId: maybe(text),
  orderId: maybe(text),
  subItemId: maybe(text),
  amountFen: maybe(fen),
  status: maybe(text),
  shipped: fc.boolean(),
  refundedFen: fen,
  refused: maybe(text),
  dropped: fc.boolean(),
});
const entry = fc.record({
  at: text,
  what: text,
  detail: fc.string(),
  by: fc.constantFrom('system', 'callback', 'cli:li'),
});
const summaryShape = {
  orderId: text,
  sellerOpenId: maybe(text),
  stage: fc.constantFrom('completed' as const, 'cancelled' as const, 'released' as const),
  status: text,
  paid: fc.boolean(),
  stuck: fc.constant(null),
  held: maybe(fc.record({ since: text, until: maybe(text), by: text, note: maybe(text) })),
  money,
  parcels: fc.array(parcel, { maxLength: 2 }),
  refunds: fc.constant<RefundView[]>([]),
  dueAt: maybe(text),
  note: maybe(text),
};
/** What a view derives from its other members. */
const derived = <T extends { money: { dueFen: number }; parcels: OrderView['parcels'] }>(summary: T) => {
  const last = summary.parcels.at(-1);
  return {
    ...summary,
    totalFen: summary.money.dueFen,
    tracking: last === undefined ? null : { billNo: last.billNo, company: last.company, last: last.last },
  };
};
const runShape = {
  platform: fc.constantFrom('1688' as const, 'taobao' as const),
  workflowId: text,
  runId: text,
  userId: text,
  cancelling: fc.boolean(),
  revision: fc.nat(99),
  changedAt: text,
  lines: fc.array(line, { maxLength: 3 }),
  timeline: fc.array(entry, { maxLength: 4 }),
  labels: fc.dictionary(fc.constantFrom('channel', 'team'), text),
  waiting: fc.constant(null),
  startedAt: text,
  closedAt: maybe(text),
};
const orderView = fc.record({ ...summaryShape, ...runShape, purchaseId: text }).map(derived);
const purchaseView = fc.record({
  ...runShape,
  id: text,
  stage: fc.constantFrom('completed' as const, 'failed' as const),
  outcome: maybe(fc.constantFrom('full' as const, 'partial' as const, 'none' as const)),
  stuck: fc.constant(null),
  held: fc.constant(null),
  previewFen: fen,
  totalFen: fen,
  paidFen: fen,
  refundedFen: fen,
  orders: fc.array(fc.record(summaryShape).map(derived), { maxLength: 2 }),
  refused: fc.constant<PurchaseView['refused']>([]),
  forward: fc.constant(null),
});

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('packing loses nothing', () => {
  it('an observation', () => {
    fc.assert(
      fc.property(observation, (order) => {
        expect(unpackObservation(throughJson(packObservation(order)))).toEqual(order);
      }),
    );
  });

  it('a later reading of an order that is known already', () => {
    fc.assert(
      fc.property(observation, observation, (known, read) => {
        const { orderId, sellerOpenId, createdAt, payTimeoutSeconds } = known;
        const items = read.items.flatMap((item, index) => {
          const before = known.items[index];
          return before === undefined
            ? []
            : [{ ...item, subItemId: before.subItemId, specId: before.specId, quantity: before.quantity }];
        });
        const later = { ...read, orderId, sellerOpenId, createdAt, payTimeoutSeconds, items };
        expect(unpackObservation(throughJson(packFollowUp(later)), known)).toEqual(later);
      }),
    );
  });

  it('observations anywhere in a result', () => {
    fc.assert(
      fc.property(observation, (order) => {
        const result = {
          kind: 'submitted',
          orders: [{ orderId: order.orderId, result: { kind: 'paid', order, sent: true } }],
        };
        expect(unpackResult<typeof result>(throughJson(packResult(result, false)))).toEqual(result);
      }),
    );
  });

  it('the closing view of an order', () => {
    fc.assert(
      fc.property(orderView, (view) => {
        const { runId, userId, purchaseId } = view;
        const facts = { runId, userId, purchaseId };
        expect(unpackOrderView(throughJson(packOrderView(view)), facts)).toEqual(view);
      }),
    );
  });

  it('the closing view of a purchase', () => {
    fc.assert(
      fc.property(purchaseView, (view) => {
        const { runId, userId } = view;
        expect(unpackPurchaseView(throughJson(packPurchaseView(view)), { runId, userId })).toEqual(view);
      }),
    );
  });
});
