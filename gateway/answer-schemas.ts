import { z } from 'zod';
import type { OrderItem, Page, PurchaseItem, Spending } from '../client/index.ts';
import { ERRORS, type ErrorCode, STUCK_REASONS } from '../contract/index.ts';
import {
  command,
  fen,
  instant,
  labels,
  named,
  orderStage,
  platform,
  purchaseStage,
  stuckReason,
} from './view-schemas.ts';

/** What lists, the spending switch and problems look like on the wire. */

// not the named one: a `$ref` can't be made nullable without a union of types
const stuckReasonOrNull = z.enum(STUCK_REASONS).nullable();
const cursor = z
  .string()
  .nullable()
  .describe('Pass it as `cursor` for the next page; null: this is the last.');
const kind = z.enum(['purchase', 'order', 'refund']);

export const purchaseList = named(
  'PurchaseList',
  z.object({
    items: z.array(
      named(
        'PurchaseItem',
        z.object({
          id: z.string(),
          stage: purchaseStage,
          stuckReason: stuckReasonOrNull,
          totalFen: fen,
          userId: z.string(),
          labels,
          startedAt: instant,
          changedAt: instant,
          closedAt: instant.nullable(),
        }),
      ),
    ),
    nextCursor: cursor,
  }),
) satisfies z.ZodType<Page<PurchaseItem>>;

export const orderList = named(
  'OrderList',
  z.object({
    items: z.array(
      named(
        'OrderItem',
        z.object({
          platform,
          orderId: z.string(),
          purchaseId: z.string(),
          stage: orderStage,
          stuckReason: stuckReasonOrNull,
          totalFen: fen,
          userId: z.string(),
          labels,
          billNos: z.array(z.string()),
          dueAt: instant.nullable(),
          changedAt: instant,
        }),
      ),
    ),
    nextCursor: cursor,
  }),
) satisfies z.ZodType<Page<OrderItem>>;

export const stuckList = named(
  'StuckList',
  z.object({
    items: z.array(
      named(
        'StuckItem',
        z.object({
          kind,
          id: z.string(),
          purchaseId: z.string(),
          platform,
          reason: stuckReason,
          message: z.string(),
          since: instant,
          actions: z.array(command),
          revision: z.int(),
          totalFen: fen,
          userId: z.string(),
          labels,
          dueAt: instant.nullable(),
          payUrl: z.string().exactOptional(),
          planned: z.boolean(),
        }),
      ),
    ),
    nextCursor: cursor,
    total: z.int(),
  }),
);

export const retryResults = named(
  'RetryResults',
  z.object({
    results: z.array(
      named(
        'RetryResult',
        z.object({
          kind,
          id: z.string(),
          ok: z.boolean(),
          code: z.string().exactOptional(),
          detail: z.string().exactOptional(),
        }),
      ),
    ),
  }),
);

export const spendingState = named(
  'Spending',
  z.object({
    state: z.enum(['on', 'off']),
    since: instant.nullable(),
    by: z.string().nullable(),
    note: z.string().nullable(),
  }),
) satisfies z.ZodType<Spending>;

const codes = Object.keys(ERRORS).filter((code): code is ErrorCode => Object.hasOwn(ERRORS, code));

/** A problem document (RFC 9457). */
export const problem = named(
  'Problem',
  z.object({
    type: z.string().describe('A link, relative to this service.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: named('ErrorCode', z.enum(codes).describe('Stable; act on this one.')),
    errors: z
      .array(
        named(
          'PointedMessage',
          z.object({
            pointer: z.string().describe('A JSON pointer into the body, or `/<name>` of a parameter.'),
            message: z.string(),
          }),
        ),
      )
      .exactOptional(),
    idempotencyKey: z
      .string()
      .exactOptional()
      .describe('With `OUTCOME_UNKNOWN`: send the same again with this `Idempotency-Key`.'),
  }),
);
