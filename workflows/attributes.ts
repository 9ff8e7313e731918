import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import {
  type ATTRIBUTES,
  MEMO,
  type OrderStage,
  type PurchaseStage,
  type Stuck,
  type StuckReason,
} from '../contract/index.ts';

/** The search attributes of runs: lists and the Temporal UI show them. Clear text, nothing personal. */

const KEYS = {
  purchaseId: defineSearchAttributeKey('PurchaseId' satisfies keyof typeof ATTRIBUTES, 'KEYWORD'),
  orderStage: defineSearchAttributeKey('OrderStage' satisfies keyof typeof ATTRIBUTES, 'KEYWORD'),
  stuckReason: defineSearchAttributeKey('StuckReason' satisfies keyof typeof ATTRIBUTES, 'KEYWORD'),
  user: defineSearchAttributeKey('PandaponUser' satisfies keyof typeof ATTRIBUTES, 'KEYWORD'),
  labels: defineSearchAttributeKey('Labels' satisfies keyof typeof ATTRIBUTES, 'KEYWORD_LIST'),
  billNos: defineSearchAttributeKey('BillNos' satisfies keyof typeof ATTRIBUTES, 'KEYWORD_LIST'),
  totalFen: defineSearchAttributeKey('TotalFen' satisfies keyof typeof ATTRIBUTES, 'INT'),
  dueAt: defineSearchAttributeKey('DueAt' satisfies keyof typeof ATTRIBUTES, 'DATETIME'),
  changedAt: defineSearchAttributeKey('ChangedAt' satisfies keyof typeof ATTRIBUTES, 'DATETIME'),
};

/** Attributes an order run starts with. */
export function orderStartAttributes(order: {
  purchaseId: string;
  userId: string;
  labels: Record<string, string>;
  totalFen: number;
  now: number;
}): SearchAttributePair[] {
  const labels = Object.entries(order.labels).map(([name, value]) => `${name}=${value}`);
  return [
    { key: KEYS.purchaseId, value: order.purchaseId },
    { key: KEYS.orderStage, value: 'paying' satisfies OrderStage },
    { key: KEYS.user, value: order.userId },
    ...(labels.length > 0 ? [{ key: KEYS.labels, value: labels }] : []),
    { key: KEYS.totalFen, value: order.totalFen },
    { key: KEYS.changedAt, value: new Date(order.now) },
  ];
}

/** What a run shows in lists: its attributes, and `stuck` in its memo. */
export interface Shown {
  stage: PurchaseStage | OrderStage;
  reason: StuckReason | null;
  totalFen: number;
  billNos: string[];
  dueAt: string | null;
  /** Of the `stuck` in the memo; absent: none. */
  stuckRevision?: number | undefined;
}

interface Showing {
  shown: Shown;
  revision: number;
  changedAt: string;
}

/** A change of these is worth an upsert; the others ride along. */
const isNews = (before: Shown, now: Shown): boolean =>
  before.stage !== now.stage || before.reason !== now.reason || before.billNos.join() !== now.billNos.join();

/**
 * Brings attributes and memo up to date: stage, stuck reason and bill numbers in one upsert, and the memo `stuck`, from
 * which lists answer, whenever a command would have to name another revision. `at` in ms.
 */
export function showChange(
  state: Showing,
  now: Omit<Shown, 'stuckRevision'>,
  stuck: Stuck | null,
  at: number,
): void {
  const before = state.shown;
  const shown: Shown = { ...now, stuckRevision: stuck?.revision };
  if (isNews(before, shown)) {
    state.changedAt = new Date(at).toISOString();
    state.revision += 1;
    upsertSearchAttributes(changesOf(before, shown, state.changedAt));
  } else if (before.stuckRevision === shown.stuckRevision) {
    return;
  }
  if (before.stuckRevision !== shown.stuckRevision) upsertMemo({ [MEMO.stuck]: stuck });
  state.shown = shown;
}

function changesOf(before: Shown, now: Shown, changedAt: string): SearchAttributeUpdatePair[] {
  const pairs: SearchAttributeUpdatePair[] = [{ key: KEYS.changedAt, value: new Date(changedAt) }];
  if (before.stage !== now.stage) pairs.push({ key: KEYS.orderStage, value: now.stage });
  if (before.reason !== now.reason) pairs.push({ key: KEYS.stuckReason, value: now.reason });
  if (before.totalFen !== now.totalFen) pairs.push({ key: KEYS.totalFen, value: now.totalFen });
  if (before.dueAt !== now.dueAt) {
    pairs.push({ key: KEYS.dueAt, value: now.dueAt === null ? null : new Date(now.dueAt) });
  }
  if (before.billNos.join() !== now.billNos.join()) pairs.push({ key: KEYS.billNos, value: now.billNos });
  return pairs;
}
