import type { PointedMessage } from './errors.ts';
import { isJsonObject, pointTo } from './plain-json.ts';
import type { Cargo, PurchaseRequest } from './purchase.ts';

/**
 * How a correction (`retry` with `patch` or `lines`) changes a request. Pure and without zod: the client merges to check
 * the result against the schema before it sends, the run merges again in its validator.
 */

/** The longest remark of a request whose tag is added to it: the platform takes 200 characters of both. */
export const TAGGED_MESSAGE_MAX = 128;

export interface RequestChange {
  /** JSON merge patch (RFC 7396) of the request. */
  patch?: Record<string, unknown> | undefined;
  /** Merged by line index after the patch; null drops the line. */
  lines?: Record<string, unknown> | undefined;
}

/** What the query `request` of a purchase answers: the request as it stands, and what a corrected one must keep to. */
export interface RequestQueryAnswer {
  v: 1;
  request: PurchaseRequest;
  userId: string;
  /** Whether the remark carries our tag, which leaves less room for it. */
  tag: boolean;
}

export interface MergedRequest {
  /** Lines keep their places: a dropped one stays in the list as it was. */
  request: PurchaseRequest;
  /** Indexes that this change drops. */
  dropped: number[];
  /** The patch replaced the list of lines: indexes begin anew, nothing dropped earlier counts any more. */
  renumbered: boolean;
}

export type Merge = { ok: MergedRequest; errors?: undefined } | { ok?: undefined; errors: PointedMessage[] };

/** RFC 7396: objects merge, null removes a member, everything else (arrays too) replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const members = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name), value));
  }
  return Object.fromEntries(members);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Where a line does not hold what a create call needs. */
function cargoFaults(line: unknown, pointer: string): PointedMessage[] {
  if (!isJsonObject(line)) return [{ pointer, message: 'must be an object' }];
  const { offerMapId, specId, quantity, sellerOpenId } = line;
  const faults: PointedMessage[] = [];
  for (const [name, value] of Object.entries({ offerMapId, specId, sellerOpenId }))
    if (!isText(value)) faults.push({ pointer: pointTo(pointer, name), message: 'must be a text' });
  if (!Number.isSafeInteger(quantity) || Number(quantity) < 1)
    faults.push({ pointer: pointTo(pointer, 'quantity'), message: 'must be a positive integer' });
  return faults;
}

/** Where a request lacks what the runs themselves rely on; the schema looks closer. */
export function plainRequestFaults(request: unknown): PointedMessage[] {
  if (!isJsonObject(request)) return [{ pointer: '', message: 'must be an object' }];
  const { flow, message, addressParam, cargoParamList } = request;
  const faults: PointedMessage[] = [];
  if (!isText(flow)) faults.push({ pointer: '/flow', message: 'must be a text' });
  if (message !== undefined && message !== null && typeof message !== 'string')
    faults.push({ pointer: '/message', message: 'must be a text' });
  if (!isJsonObject(addressParam)) faults.push({ pointer: '/addressParam', message: 'must be an object' });
  if (!Array.isArray(cargoParamList) || cargoParamList.length === 0)
    faults.push({ pointer: '/cargoParamList', message: 'must hold at least one line' });
  else
    for (const [index, line] of cargoParamList.entries())
      faults.push(...cargoFaults(line, pointTo('/cargoParamList', index)));
  return faults;
}

const isPurchaseRequest = (request: unknown): request is PurchaseRequest =>
  plainRequestFaults(request).length === 0;

const LINE_POINTER = /^\/cargoParamList\/(\d+)(.*)$/s;

/** A place in the merged request, said as the place in the command's body that put it there. */
export function pointIntoChange(pointer: string, change: RequestChange): string {
  const [, index, rest] = LINE_POINTER.exec(pointer) ?? [];
  if (index !== undefined && change.lines !== undefined && Object.hasOwn(change.lines, index))
    return `/lines/${index}${rest ?? ''}`;
  return `/patch${pointer}`;
}

/** Merges changes into lines by index. Lines keep their places; null drops. */
export function applyLines(
  lines: readonly Cargo[],
  changes: Record<string, unknown>,
): { lines: unknown[]; dropped: number[]; errors: PointedMessage[] } {
  const merged: unknown[] = [...lines];
  const dropped: number[] = [];
  const errors: PointedMessage[] = [];
  for (const [name, change] of Object.entries(changes)) {
    const index = Number(name);
    const line = lines[index];
    if (line === undefined || String(index) !== name)
      errors.push({ pointer: pointTo('/lines', name), message: 'is not the index of a line' });
    else if (change === null) dropped.push(index);
    else if (!isJsonObject(change))
      errors.push({ pointer: pointTo('/lines', name), message: 'must be an object or null' });
    else merged[index] = mergePatch(line, change);
  }
  return { lines: merged, dropped, errors };
}

/**
 * The request after a correction: first `patch`, then `lines`. Pointers of the errors go into the command's body.
 * Whether the stage allows it, and which lines may change, is the run's to say.
 */
export function mergeRequest(request: PurchaseRequest, change: RequestChange): Merge {
  const pointed = (faults: PointedMessage[]): Merge => ({
    errors: faults.map(({ pointer, message }) => ({ pointer: pointIntoChange(pointer, change), message })),
  });

  const patched = change.patch === undefined ? request : mergePatch(request, change.patch);
  if (!isPurchaseRequest(patched)) return pointed(plainRequestFaults(patched));
  const { lines, dropped, errors } = applyLines(patched.cargoParamList, change.lines ?? {});
  if (errors.length > 0) return { errors };
  const merged = { ...patched, cargoParamList: lines };
  if (!isPurchaseRequest(merged)) return pointed(plainRequestFaults(merged));
  if (dropped.length === lines.length)
    return { errors: [{ pointer: '/lines', message: 'would drop every line: use skip or abort for that' }] };
  return {
    ok: {
      request: merged,
      dropped: dropped.sort((a, b) => a - b),
      renumbered: change.patch !== undefined && Object.hasOwn(change.patch, 'cargoParamList'),
    },
  };
}
