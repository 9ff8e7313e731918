import { z } from 'zod';
import { ORDER_STAGES, PURCHASE_STAGES, STUCK_REASONS } from '../contract/index.ts';
import { type Parsed, parseBody } from '../contract/schemas.ts';
import { InvalidError } from './errors.ts';

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;

const text = z.string().min(1).max(128);
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-01-31T08:00:00Z' });

/** What every list can be narrowed by. */
const shared = {
  /** True: only what waits for a person; planned waits only with `planned`. */
  stuck: z.boolean().optional(),
  reason: z.enum(STUCK_REASONS).optional(),
  /** True: planned waits (approval, payment by hand, held ...) too. */
  planned: z.boolean().optional(),
  userId: text.optional(),
  /** `channel=shop-7` */
  label: text.regex(/^[^=]+=./s, { error: 'must be name=value' }).optional(),
  changedAfter: instant.optional(),
};

export const purchaseFilterSchema = z.strictObject({
  ...shared,
  stage: z.enum(PURCHASE_STAGES).optional(),
});
export const orderFilterSchema = z.strictObject({
  ...shared,
  stage: z.enum(ORDER_STAGES).optional(),
  purchaseId: text.optional(),
  billNo: text.optional(),
  dueBefore: instant.optional(),
});
export const stuckFilterSchema = z.strictObject({
  reason: shared.reason,
  planned: shared.planned,
  userId: shared.userId,
  label: shared.label,
});
export const pageSchema = z.strictObject({
  /** 1-200. @default 50 */
  limit: z.int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT),
  /** `nextCursor` of the page before, with the same filter. */
  cursor: z.string().min(1).max(4096).optional(),
});

export type PurchaseFilter = z.output<typeof purchaseFilterSchema>;
export type OrderFilter = z.output<typeof orderFilterSchema>;
export type StuckFilter = z.output<typeof stuckFilterSchema>;
/** Which page of a list. */
export type PageOptions = z.input<typeof pageSchema>;

/** Reads a filter or a page choice. @throws InvalidError with a pointer per member that does not fit. */
export function readFilter<T>(schema: z.ZodType<T>, filter: unknown): T {
  const parsed: Parsed<T> = parseBody(schema, filter ?? {});
  if (parsed.errors !== undefined)
    throw new InvalidError('the filter of the list does not fit', { errors: parsed.errors });
  return parsed.ok;
}
