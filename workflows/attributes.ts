import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import { upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { type ATTRIBUTES, MEMO, type OrderStage, type PurchaseStage, type Stuck } from '../contract/index.ts';

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

/** What a run shows in lists. */
export interface Shown {
  stage: PurchaseStage | OrderStage;
  stuck: Stuck | null;
  totalFen: number;
  billNos: string[];
  dueAt: number | null;
  changedAt: string;
}

/**
 * Upserts all attributes in one command, when stage, stuck reason or bill numbers have changed; the memo `stuck`
 * when the run parks or goes on, so that lists answer without asking runs.
 */
export function show(shown: Shown, memoToo: boolean): void {
  const pairs: SearchAttributeUpdatePair[] = [
    { key: KEYS.orderStage, value: shown.stage },
    { key: KEYS.stuckReason, value: shown.stuck?.reason ?? null },
    { key: KEYS.totalFen, value: shown.totalFen },
    { key: KEYS.dueAt, value: shown.dueAt === null ? null : new Date(shown.dueAt) },
    { key: KEYS.changedAt, value: new Date(shown.changedAt) },
  ];
  if (shown.billNos.length > 0) pairs.push({ key: KEYS.billNos, value: shown.billNos });
  upsertSearchAttributes(pairs);
  if (memoToo) upsertMemo({ [MEMO.stuck]: shown.stuck });
}
