import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import {
  condition,
  defineSignal,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  sleep,
  startChild,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { QUEUES } from '../../contract/names.ts';
import type { PayloadSizes } from '../payload-sizes.ts';
import type { BareActivities } from './activities.ts';

/** What the SDK costs without us: the same parent and child, with nothing in them. */

/** What a bare purchase starts with. */
export interface BareInput {
  orderId: string;
  sizes: PayloadSizes;
  /** Makes the payload as large as ours. */
  filler: string;
}

const event = defineSignal<[unknown]>('event');

/** Resolves once so many signals have come. */
function signals(): (count: number) => Promise<void> {
  let come = 0;
  setHandler(event, () => {
    come += 1;
  });
  return (count) => condition(() => come >= count);
}

const text = (bytes: number): string => 'x'.repeat(Math.max(0, bytes - 2));

// --- as many empty activities and signals, everything on one queue ------------------------------------------------

const empty = proxyActivities<BareActivities>({ startToCloseTimeout: '1 minute' });

export async function oneQueueParent(orderId: string): Promise<void> {
  await empty.preview();
  await empty.create();
  await executeChild(oneQueueChild, { workflowId: `order:${orderId}`, args: [orderId] });
}

export async function oneQueueChild(orderId: string): Promise<void> {
  const come = signals();
  await empty.pay(`order:${orderId}`);
  await come(2);
  await empty.observe();
  await come(3);
  await empty.observe();
  await empty.confirm();
}

// --- the same commands as ours: three queues, attributes, one timer, payloads as large ----------------------------

const RETRY = { initialInterval: '1s', maximumInterval: '30s' } as const;
const looks = proxyActivities<BareActivities>({
  taskQueue: QUEUES.api,
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '5s',
  retry: RETRY,
});
const spending = proxyActivities<BareActivities>({
  taskQueue: QUEUES.spend,
  startToCloseTimeout: '6 minutes',
  heartbeatTimeout: '2s',
  retry: { maximumAttempts: 1 },
});

const STAGE = defineSearchAttributeKey('OrderStage', 'KEYWORD');
const PURCHASE = defineSearchAttributeKey('PurchaseId', 'KEYWORD');
const USER = defineSearchAttributeKey('PandaponUser', 'KEYWORD');
const TOTAL = defineSearchAttributeKey('TotalFen', 'INT');
const CHANGED = defineSearchAttributeKey('ChangedAt', 'DATETIME');
const DUE = defineSearchAttributeKey('DueAt', 'DATETIME');
const BILLS = defineSearchAttributeKey('BillNos', 'KEYWORD_LIST');

const changed = (): SearchAttributePair => ({ key: CHANGED, value: new Date() });
const due = (): SearchAttributePair => ({ key: DUE, value: new Date(Date.now() + 86_400_000) });

export async function sameCommandsParent(input: BareInput): Promise<string> {
  const { orderId, sizes } = input;
  const { preview, create } = sizes.activities;
  await looks.preview.executeWithOptions({ summary: 'preview 1 line(s)' }, [text(preview.in), preview.out]);
  await spending.create.executeWithOptions({ summary: 'create 1 order(s), CNY 23.00' }, [
    text(create.in),
    create.out,
  ]);
  const child = await startChild(sameCommandsChild, {
    workflowId: `order:1688:${orderId}`,
    args: [{ orderId, sizes, filler: text(sizes.order.in - JSON.stringify(sizes).length) }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [
      { key: PURCHASE, value: 'po-1' },
      { key: STAGE, value: 'paying' },
      { key: USER, value: '1700000000000' },
      { key: TOTAL, value: 2300 },
      changed(),
    ],
    staticSummary: 'CNY 23.00, line 0',
  });
  upsertSearchAttributes([changed(), { key: STAGE, value: 'fulfilling' }, { key: TOTAL, value: 2300 }]);
  await child.result();
  upsertSearchAttributes([changed(), { key: STAGE, value: 'completed' }]);
  return text(sizes.purchase.out);
}

export async function sameCommandsChild({ orderId, sizes }: BareInput): Promise<string> {
  const come = signals();
  const { pay, observe, confirm } = sizes.activities;
  const look = () =>
    looks.observe.executeWithOptions({ summary: 'look at the order (callback)' }, [
      text(observe.in),
      observe.out,
    ]);
  await spending.pay.executeWithOptions({ summary: 'pay CNY 23.00 (send 1)' }, [
    `order:1688:${orderId}`,
    pay.out,
    text(pay.in),
  ]);
  upsertSearchAttributes([changed(), { key: STAGE, value: 'awaiting-shipment' }, due()]);
  void sleep('30 minutes', { summary: 'awaiting-shipment: next look' });
  await come(2);
  await look();
  upsertSearchAttributes([
    changed(),
    { key: STAGE, value: 'in-transit' },
    due(),
    { key: BILLS, value: ['YT8860305200001'] },
  ]);
  await come(3);
  await look();
  await spending.confirm.executeWithOptions({ summary: 'confirm receipt' }, [text(confirm.in), confirm.out]);
  upsertSearchAttributes([changed(), { key: STAGE, value: 'completed' }, { key: DUE, value: null }]);
  return text(sizes.order.out);
}
