import { z } from 'zod';
import type { CommandBodies } from './commands.ts';
import type { PointedMessage } from './errors.ts';
import { TAGGED_MESSAGE_MAX } from './merge.ts';
import { pointTo, readPlainJson } from './plain-json.ts';
import type { PurchaseRequest, PurchaseStart } from './purchase.ts';
import { COMMANDS, type Command, STUCK_REASONS } from './stuck.ts';

/** The schema door: what bodies look like. Workflow code never takes it (zod is heavy in every cached run). */

const YEARS_10_SECONDS = 315_360_000;

const text = z.string().max(500);
const optionalText = text.nullish();
const fen = z.int().min(0);
const seconds = z.int().min(1).max(YEARS_10_SECONDS);
const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}]+$/u, 'must hold no control characters');
const note = z.string().max(500);
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-01-31T08:00:00Z' });
/** A platform's order id: digits, as text. */
export const orderIdSchema = z.string().regex(/^\d{1,32}$/, 'must be the digits of an order id');

/** `1[3-9]` and nine digits, bare, in the usual 3-4-4 groups, or behind 86. */
const MOBILE = '(?:(?:00)?86[._-]?)?1[3-9]\\d[._-]?\\d{4}[._-]?\\d{4}';

/** The caller's id of a purchase: part of workflow ids, attributes and URLs, all of them clear text. */
export const purchaseIdSchema = z
  .string()
  .regex(new RegExp(`^(?!\\.{1,2}$)(?!${MOBILE}$)[A-Za-z0-9._-]{1,64}$`), {
    error: 'must be 1-64 of A-Z a-z 0-9 . _ - and not look like a mobile number',
  });

export const userIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, { error: 'must be 1-64 of A-Z a-z 0-9 . _ -' });

/** The receiver (docs/reference/platform.md, "Address"). Every member is optional; others pass through. */
export const addressParamSchema = z.looseObject({
  fullName: optionalText,
  mobile: optionalText,
  phone: optionalText,
  postCode: optionalText,
  provinceText: optionalText,
  cityText: optionalText,
  areaText: optionalText,
  townText: optionalText,
  address: optionalText,
  districtCode: optionalText,
});

const cargoId = z.string().min(1).max(256);
const quantity = z.int().min(1);

/** One line to buy (docs/reference/platform.md, "Cargo"). Members that we do not know pass through. */
export const cargoSchema = z.looseObject({
  offerMapId: cargoId,
  specId: cargoId,
  quantity,
  sellerOpenId: cargoId,
});

/** The platform's own create body (docs/reference/platform.md, "Batch create"). Members that we do not know pass through. */
export const purchaseRequestSchema = z.looseObject({
  flow: z.string().min(1).max(64),
  message: z.string().nullish(),
  addressParam: addressParamSchema,
  cargoParamList: z.array(cargoSchema).min(1).max(1000),
  userId: z.string().nullish(),
});

/** How a purchase is to be carried out; every member has a default (`POLICY_DEFAULTS`). */
export const policySchema = z.strictObject({
  approveAboveFen: fen.exactOptional(),
  maxTotalFen: fen.exactOptional(),
  priceToleranceBps: z.int().min(0).max(10_000).exactOptional(),
  payment: z.enum(['each', 'batch', 'manual']).exactOptional(),
  holdBeforePay: z.boolean().exactOptional(),
  receipt: z.enum(['auto', 'manual']).exactOptional(),
  confirmAfterSignedSeconds: z.int().min(0).max(YEARS_10_SECONDS).exactOptional(),
  pollSeconds: seconds.exactOptional(),
  shipWithinSeconds: seconds.exactOptional(),
  stalledAfterSeconds: seconds.exactOptional(),
  receiveWithinSeconds: seconds.exactOptional(),
  onClosed: z.enum(['ask', 'skip']).exactOptional(),
  tag: z.boolean().exactOptional(),
});

const labelKey = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,32}$/, { error: "a label's name must be 1-32 of A-Z a-z 0-9 . _ -" });
const labelValue = z.string().regex(new RegExp(`^(?!${MOBILE}$)[^\\p{Cc}'"\`\\\\]{1,64}$`, 'u'), {
  error: 'must be 1-64 characters without quotes, backslashes or controls, and not look like a mobile number',
});

/** Labels become `name=value` in a search attribute: clear text, at most ten. */
export const labelsSchema = z
  .record(labelKey, labelValue)
  .refine((labels) => Object.keys(labels).length <= 10, { error: 'must be at most 10 labels' });

interface RequestPlan {
  userId?: string | undefined;
  /** False: the remark carries no tag. */
  tag?: boolean | undefined;
}

/** What a request must hold beside its own schema: our user, and room for the tag behind the remark. Pointers start at the request. */
export function requestFaults(request: PurchaseRequest, plan: RequestPlan): PointedMessage[] {
  const faults: PointedMessage[] = [];
  const theirs = request.userId ?? undefined;
  if (theirs !== undefined && plan.userId !== undefined && theirs !== plan.userId)
    faults.push({ pointer: '/userId', message: 'differs from the userId of the purchase' });
  if (plan.tag !== false && (request.message ?? '').length > TAGGED_MESSAGE_MAX)
    faults.push({
      pointer: '/message',
      message: `is over ${TAGGED_MESSAGE_MAX} characters: with policy.tag the rest is for the tag`,
    });
  return faults;
}

/** The body of a start. Members of ours that are not here are refused. */
export const purchaseStartSchema = z.strictObject({
  id: purchaseIdSchema,
  platform: z.literal('1688', {
    error: (issue) => (issue.input === 'taobao' ? 'taobao purchases are not possible yet' : 'must be "1688"'),
  }),
  userId: userIdSchema.exactOptional(),
  request: purchaseRequestSchema,
  policy: policySchema.exactOptional(),
  labels: labelsSchema.exactOptional(),
});

const said = { by: name.optional(), note: note.optional(), revision: z.int().min(0).optional() };

/** Members to merge into a line: any, those we know in their own form. */
const lineChangeSchema = z.looseObject({
  offerMapId: cargoId.exactOptional(),
  specId: cargoId.exactOptional(),
  quantity: quantity.exactOptional(),
  sellerOpenId: cargoId.exactOptional(),
});
const lineIndex = z.string().regex(/^(?:0|[1-9]\d{0,3})$/, { error: "a line's name must be its index" });

/** The body of each command, as callers send it (`actor`, `key` and `bodyHash` are added by the client). */
export const commandSchemas = {
  retry: z.strictObject({
    ...said,
    patch: z.record(z.string(), z.unknown()).optional(),
    lines: z.record(lineIndex, lineChangeSchema.nullable()).optional(),
    until: instant.optional(),
  }),
  skip: z.strictObject(said),
  abort: z.strictObject(said),
  approve: z.strictObject({ ...said, upToFen: fen.optional() }),
  adopt: z.strictObject({ ...said, orders: z.array(orderIdSchema).min(1).max(100) }),
  cancel: z.strictObject(said),
  hold: z.strictObject({ ...said, until: instant.optional() }),
  release: z.strictObject(said),
  'confirm-receipt': z.strictObject({
    ...said,
    lines: z.array(z.int().min(0)).min(1).max(1000).optional(),
  }),
} satisfies { [C in Command]: z.ZodType<CommandBodies[C]> };

/** The body that turns spending on or off. */
export const spendingSchema = z.strictObject({
  state: z.enum(['on', 'off']),
  by: name.optional(),
  note: note.optional(),
});

/** The body of the bulk retry: by reason, by ids, or (neither) whatever waits unplanned. */
export const stuckRetrySchema = z.strictObject({
  reason: z.enum(STUCK_REASONS).optional(),
  ids: z.array(z.string().min(1).max(64)).max(10_000).optional(),
  by: name.optional(),
  note: note.optional(),
  until: instant.optional(),
  dryRun: z.boolean().optional(),
});

export const commandSchema = z.enum(COMMANDS);

/** A body that fits, or where it does not. */
export type Parsed<T> = { ok: T; errors?: undefined } | { ok?: undefined; errors: PointedMessage[] };

function pointed(issue: z.core.$ZodIssue): PointedMessage[] {
  const at = issue.path.reduce<string>((pointer, step) => pointTo(pointer, String(step)), '');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointTo(at, key), message: 'is not known here' }));
  if (issue.code === 'invalid_key')
    return issue.issues.map((inner) => ({ pointer: at, message: inner.message }));
  return [{ pointer: at, message: issue.message }];
}

/**
 * Reads a body by a schema, after the checks every body of ours must pass (`readPlainJson`).
 * The messages name no value of the body.
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): Parsed<T> {
  const { value, faults } = readPlainJson(body);
  if (faults.length > 0) return { errors: faults };
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: parsed.data } : { errors: parsed.error.issues.flatMap(pointed).slice(0, 50) };
}

/** Reads a platform request, with what the purchase's plan asks of it. Pointers start at the request. */
export function parseRequest(request: unknown, plan: RequestPlan): Parsed<PurchaseRequest> {
  const parsed = parseBody<PurchaseRequest>(purchaseRequestSchema, request);
  if (parsed.errors !== undefined) return parsed;
  const errors = requestFaults(parsed.ok, plan);
  return errors.length > 0 ? { errors } : parsed;
}

/** Reads the body of a start: a `PurchaseStart`, or every place where it does not fit, as JSON pointers into the body. */
export function parseStart(body: unknown): Parsed<PurchaseStart> {
  const parsed = parseBody<PurchaseStart>(purchaseStartSchema, body);
  if (parsed.errors !== undefined) return parsed;
  const { request, userId, policy } = parsed.ok;
  const errors = requestFaults(request, { userId, tag: policy?.tag });
  return errors.length > 0
    ? { errors: errors.map(({ pointer, message }) => ({ pointer: `/request${pointer}`, message })) }
    : parsed;
}

const commandBodies: { [C in Command]: z.ZodType<CommandBodies[C]> } = commandSchemas;

/** Reads the body of a command; an absent body is an empty one. */
export function parseCommand<C extends Command>(command: C, body: unknown): Parsed<CommandBodies[C]> {
  return parseBody(commandBodies[command], body ?? {});
}
