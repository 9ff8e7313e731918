import { z } from 'zod';
import { GOODS_ORDERS } from '../client/index.ts';
import { ORDER_STAGES, PURCHASE_STAGES, STUCK_REASONS } from '../contract/index.ts';
import { purchaseIdSchema, userIdSchema } from '../contract/schemas.ts';

/**
 * Parameters of paths and queries. They come as text; `meta` says in the document what the text stands for.
 */

const truth = z
  .enum(['true', 'false'], 'must be true or false')
  .transform((text) => text === 'true')
  .meta({ type: 'boolean' });

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, { error: `must be a whole number from ${min} to ${max}`, abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`)
    .meta({ type: 'integer', minimum: min, maximum: max });

const instant = z.iso.datetime({
  offset: true,
  error: 'must be an instant such as 2026-01-31T08:00:00Z, with + written as %2B',
});
const label = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,32}=[^\p{Cc}'"`\\]{1,64}$/u, 'must be name=value')
  .meta({ example: 'channel=shop-7' });

/** `{id}` of a purchase. */
export const purchasePath = z.object({ id: purchaseIdSchema });

/** `{platform}/{orderId}` of an order. */
export const orderPath = z.object({
  platform: z.enum(['1688', 'taobao']),
  orderId: z.string().regex(/^\d{1,32}$/),
});

/** Of a view: wait for the next change. */
export const waitQuery = z.strictObject({
  wait: wholeNumber(0, 60)
    .optional()
    .describe('Seconds to wait until the view is newer than `revision`; then it is answered unchanged.'),
  revision: wholeNumber(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The revision you have; without it, the one at the time of the request.'),
});

const filters = {
  planned: truth.optional().describe('true: also what the plan asks a person for.'),
  reason: z.enum(STUCK_REASONS, 'is not a stuck reason').optional(),
  userId: userIdSchema.optional(),
  label: label.optional(),
};
const paging = {
  limit: wholeNumber(1, 200).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2048}$/, 'is not a cursor')
    .optional()
    .describe('`nextCursor` of the page before, with the same filter.'),
};

export const purchaseListQuery = z.strictObject({
  stage: z.enum(PURCHASE_STAGES, 'is not a stage of a purchase').optional(),
  stuck: truth.optional().describe('true: purchases that wait for a person themselves.'),
  ...filters,
  changedAfter: instant.optional(),
  ...paging,
});

export const orderListQuery = z.strictObject({
  stage: z.enum(ORDER_STAGES, 'is not a stage of an order').optional(),
  stuck: truth.optional().describe('true: orders that wait for a person.'),
  ...filters,
  purchaseId: purchaseIdSchema.optional(),
  billNo: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1-64 of A-Z a-z 0-9 . _ -')
    .optional()
    .describe('A bill number of a parcel.'),
  dueBefore: instant.optional(),
  changedAfter: instant.optional(),
  ...paging,
});

const searching = {
  keyword: z
    .string('is required')
    .trim()
    .min(1, 'must not be empty')
    .max(100, 'must be at most 100 characters'),
  limit: wholeNumber(1, 40).default(20),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,5}-[1-9]\d?$/, 'is not a cursor')
    .optional()
    .describe('`nextCursor` of the page before, with the same question.'),
};
const priceFen = wholeNumber(0, 1_000_000_000);

export const alibabaGoodsQuery = z.strictObject({
  ...searching,
  fromFen: priceFen.optional().describe('The lowest price of a piece.'),
  toFen: priceFen.optional().describe('The highest.'),
  sort: z.enum(GOODS_ORDERS, 'must be cheapest or dearest').optional().describe('Which price comes first.'),
});

export const taobaoGoodsQuery = z.strictObject(searching);

export const stuckListQuery = z.strictObject({
  ...filters,
  ...paging,
});
