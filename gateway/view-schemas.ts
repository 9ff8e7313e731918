import { z } from 'zod';
import {
  COMMANDS,
  type Held,
  ORDER_STAGES,
  type OrderSummary,
  type OrderView,
  PURCHASE_STAGES,
  type PurchaseView,
  STUCK_REASONS,
  type Stuck,
  type TraceStep,
  type Tracking,
  type Waiting,
} from '../contract/index.ts';

/** What views look like on the wire: the contract's types again, as schemas for the OpenAPI document. */

/** Schemas with a name of their own in the document. */
export const components = z.registry<{ id: string }>();
export const named = <S extends z.ZodType>(id: string, schema: S): S => {
  components.add(schema, { id });
  return schema;
};

export const fen = z.int().describe('Fen: 1/100 yuan.');
export const instant = z.iso.datetime({ offset: true });
export const platform = z.enum(['1688', 'taobao']);
export const labels = z.record(z.string(), z.string());
export const purchaseStage = named('PurchaseStage', z.enum(PURCHASE_STAGES));
export const orderStage = named('OrderStage', z.enum(ORDER_STAGES));
export const stuckReason = named('StuckReason', z.enum(STUCK_REASONS));
export const command = named('Command', z.enum(COMMANDS));
const lineIndexes = z.array(z.int());

const timelineEntry = named(
  'TimelineEntry',
  z.object({
    at: instant,
    what: z.string(),
    detail: z.string(),
    by: z
      .string()
      .describe('`system`, `callback`, `poll`, `sweep`, `operator:<key name>/<by>`, `ui:<by>` and so on.'),
  }),
);

const held = named(
  'Held',
  z
    .object({
      since: instant,
      until: instant.nullable().describe('Released by itself then; null: only by a person.'),
      by: z.string(),
      note: z.string().nullable(),
    })
    .nullable(),
) satisfies z.ZodType<Held | null>;

const candidate = named(
  'Candidate',
  z.object({ orderId: z.string(), totalFen: fen, createdAt: instant, differs: z.array(z.string()) }),
);

const stuck = named(
  'Stuck',
  z
    .object({
      reason: stuckReason,
      step: z.string(),
      message: z.string(),
      since: instant,
      attempts: z.int(),
      actions: z.array(command).describe('What a person can say now.'),
      revision: z.int().describe('Send it with a command, so that a stale one is refused.'),
      planned: z.boolean().describe('The plan asks a person; nothing went wrong.'),
      dueFen: fen.exactOptional(),
      payUrl: z.string().exactOptional(),
      candidates: z.array(candidate).exactOptional(),
    })
    .nullable(),
) satisfies z.ZodType<Stuck | null>;

const waiting = named(
  'Waiting',
  z.object({ for: z.enum(['spending', 'platform-rate']), step: z.string(), since: instant }).nullable(),
) satisfies z.ZodType<Waiting | null>;

const traceStep = named(
  'TraceStep',
  z.object({ at: instant, remark: z.string() }).nullable(),
) satisfies z.ZodType<TraceStep | null>;

const tracking = named(
  'Tracking',
  z
    .object({ billNo: z.string(), company: z.string().nullable(), last: traceStep })
    .nullable()
    .describe('The last parcel.'),
) satisfies z.ZodType<Tracking | null>;

const line = named(
  'Line',
  z.object({
    line: z.int().describe('Its index in `cargoParamList`; indexes never move.'),
    specId: z.string(),
    quantity: z.int(),
    sellerOpenId: z.string().nullable(),
    orderId: z.string().nullable(),
    subItemId: z.string().nullable(),
    amountFen: fen.nullable(),
    status: z.string().nullable(),
    shipped: z.boolean(),
    refundedFen: fen,
    refused: z.string().nullable(),
    dropped: z.boolean(),
  }),
);

const money = named(
  'OrderMoney',
  z.object({
    goodsFen: fen,
    freightFen: fen,
    discountFen: fen,
    dueFen: fen,
    paidFen: fen,
    refundedFen: fen,
    paidAt: instant.nullable(),
    paymentId: z.string().nullable(),
  }),
);

const parcel = named(
  'Parcel',
  z.object({
    billNo: z.string(),
    company: z.string().nullable(),
    status: z.string().nullable(),
    lines: lineIndexes.describe('Indexes of lines; empty when the platform does not say.'),
    shippedAt: instant.nullable(),
    signedAt: instant.nullable(),
    last: traceStep,
  }),
);

const refund = named(
  'Refund',
  z.object({
    id: z.string(),
    refundId: z.string().nullable(),
    status: z.string(),
    amountFen: fen,
    lines: lineIndexes,
  }),
);

const orderMembers = {
  orderId: z.string(),
  sellerOpenId: z.string().nullable(),
  stage: orderStage,
  status: z.string().describe("The platform's own word; an open list."),
  paid: z.boolean(),
  stuck,
  held,
  totalFen: fen,
  money,
  parcels: z.array(parcel),
  tracking,
  refunds: z.array(refund),
  dueAt: instant.nullable(),
  note: z.string().nullable(),
};
const runMembers = {
  platform,
  workflowId: z.string(),
  runId: z.string(),
  userId: z.string(),
  cancelling: z.boolean(),
  revision: z.int().describe('Grows with each change.'),
  changedAt: instant,
  lines: z.array(line),
  timeline: z.array(timelineEntry),
  labels,
  waiting,
  startedAt: instant,
  closedAt: instant.nullable(),
};

const orderSummary = named('OrderSummary', z.object(orderMembers)) satisfies z.ZodType<OrderSummary>;

/** An order's view. */
export const orderView = named(
  'OrderView',
  z.object({ ...orderMembers, ...runMembers, purchaseId: z.string() }),
) satisfies z.ZodType<OrderView>;

/** A purchase's view, with its orders. */
export const purchaseView = named(
  'PurchaseView',
  z.object({
    id: z.string(),
    ...runMembers,
    stage: purchaseStage,
    outcome: z.enum(['full', 'partial', 'none']).nullable().describe('Null while the purchase is open.'),
    stuck,
    held,
    previewFen: fen,
    totalFen: fen,
    paidFen: fen,
    refundedFen: fen,
    orders: z.array(orderSummary),
    refused: z.array(
      named(
        'RefusedMerchant',
        z.object({
          sellerOpenId: z.string().nullable(),
          errorCode: z.string(),
          errorMsg: z.string(),
          lines: lineIndexes,
        }),
      ),
    ),
    forward: z.null().describe('Reserved.'),
  }),
) satisfies z.ZodType<PurchaseView>;
