import {
  type LineView,
  type PurchaseInput,
  type PurchaseRequest,
  type PurchaseView,
  purchaseWorkflowId,
} from '../contract/index.ts';

function lineView(line: PurchaseRequest['cargoParamList'][number], index: number): LineView {
  return {
    line: index,
    specId: line.specId,
    quantity: line.quantity,
    sellerOpenId: line.sellerOpenId ?? null,
    orderId: null,
    subItemId: null,
    amountFen: null,
    status: null,
    shipped: false,
    refundedFen: 0,
    refused: null,
    dropped: false,
  };
}

/** The view of a purchase that was just posted, made from the request alone: no worker is asked. */
export function initialView(input: PurchaseInput, runId: string): PurchaseView {
  return {
    id: input.id,
    platform: input.platform,
    workflowId: purchaseWorkflowId(input.id),
    runId,
    userId: input.userId,
    stage: 'previewing',
    outcome: null,
    stuck: null,
    held: null,
    cancelling: false,
    revision: 0,
    changedAt: input.postedAt,
    previewFen: 0,
    totalFen: 0,
    paidFen: 0,
    refundedFen: 0,
    lines: input.request.cargoParamList.map(lineView),
    orders: [],
    refused: [],
    timeline: [],
    labels: input.labels,
    forward: null,
    waiting: null,
    startedAt: input.postedAt,
    closedAt: null,
  };
}

const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** One line for the Temporal UI: `2 lines, 1 merchant, channel=shop-7`. Nothing personal. */
export function startSummary(input: PurchaseInput): string {
  const lines = input.request.cargoParamList;
  const merchants = new Set(lines.map((line) => line.sellerOpenId ?? ''));
  const labels = Object.entries(input.labels).map(([name, value]) => `${name}=${value}`);
  // Temporal takes at most 200 bytes of summary.
  const parts = [plural(lines.length, 'line'), plural(merchants.size, 'merchant'), ...labels];
  return cut(parts.join(', '), 200);
}

function cut(text: string, maxBytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > maxBytes) kept = kept.slice(0, -1);
  return kept;
}
