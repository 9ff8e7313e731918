import type {
  Held,
  OrderSummary,
  OrderView,
  PurchaseView,
  TimelineEntry,
  Waiting,
} from '../../contract/index.ts';
import { cny } from './amounts.ts';
import { labelsText } from './labels.ts';
import { oneLine } from './one-line.ts';
import { stuckLines } from './stuck-text.ts';
import { table } from './table.ts';
import { clock, due } from './times.ts';

export interface RunTextOptions {
  /** How many entries of the timeline, the newest; the rest is counted. */
  timeline: number;
}

export type RunView = PurchaseView | OrderView;

/** A view of a purchase has its orders in it. */
export const isPurchaseView = (view: RunView): view is PurchaseView => 'orders' in view;

/** A run as a person reads it: what it is, where it stands, why it waits and what to say, then lines, orders, history. */
export const runText = (view: RunView, options: RunTextOptions): string =>
  isPurchaseView(view) ? purchaseText(view, options) : orderText(view, options);

function purchaseText(view: PurchaseView, options: RunTextOptions): string {
  const outcome = view.outcome === null ? '' : `, ${view.outcome}`;
  const labels = labelsText(view.labels);
  const waits = view.stuck === null ? [] : stuckLines(view.id, view.stuck);
  return blocks([
    [
      `Purchase ${view.id}: ${view.stage}${outcome}${view.cancelling ? ', cancelling' : ''}`,
      `  ${cny(view.totalFen)} in all, preview ${cny(view.previewFen)}, paid ${cny(view.paidFen)}, refunded ${cny(view.refundedFen)}`,
      `  user ${view.userId}${labels === '' ? '' : `, ${oneLine(labels)}`}, revision ${view.revision}`,
      ...datesOf(view),
      ...heldLines(view.held),
      ...waitingLines(view.waiting),
    ],
    waits,
    ...view.orders.map((order) => (order.stuck === null ? [] : stuckLines(order.orderId, order.stuck))),
    linesTable(view.lines),
    ordersTable(view.orders),
    view.refused.map(({ errorCode, errorMsg, lines }) =>
      oneLine(`Refused: lines ${lines.join(', ')}: ${errorCode} ${errorMsg}`),
    ),
    timelineLines(view.timeline, options.timeline),
  ]);
}

function orderText(view: OrderView, options: RunTextOptions): string {
  const { money } = view;
  const labels = labelsText(view.labels);
  const paidAt = money.paidAt === null ? '' : ` at ${clock(money.paidAt)}`;
  return blocks([
    [
      `Order ${view.orderId}: ${view.stage} (platform: ${oneLine(view.status)})${view.cancelling ? ', cancelling' : ''}`,
      `  due ${cny(money.dueFen)} (goods ${cny(money.goodsFen)}, freight ${cny(money.freightFen)}), ${view.paid ? `paid ${cny(money.paidFen)}${paidAt}` : 'not paid'}${money.refundedFen > 0 ? `, refunded ${cny(money.refundedFen)}` : ''}`,
      `  purchase ${view.purchaseId}, user ${view.userId}${labels === '' ? '' : `, ${oneLine(labels)}`}, revision ${view.revision}`,
      ...datesOf(view),
      ...(view.dueAt === null ? [] : [`  due at ${clock(view.dueAt)} (${due(view.dueAt)})`]),
      ...(view.note === null ? [] : [`  note: ${oneLine(view.note)}`]),
      ...heldLines(view.held),
      ...waitingLines(view.waiting),
    ],
    view.stuck === null ? [] : stuckLines(view.orderId, view.stuck),
    linesTable(view.lines),
    parcelsTable(view),
    timelineLines(view.timeline, options.timeline),
  ]);
}

const blocks = (parts: readonly (readonly string[])[]): string =>
  `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;

function datesOf({ startedAt, changedAt, closedAt }: RunView): string[] {
  const end = closedAt === null ? `changed ${clock(changedAt)}` : `ended ${clock(closedAt)}`;
  return [`  started ${clock(startedAt)}, ${end}`];
}

function heldLines(held: Held | null): string[] {
  if (held === null) return [];
  const until = held.until === null ? '' : ` until ${clock(held.until)}`;
  const note = held.note === null ? '' : `: ${held.note}`;
  return [`  held since ${clock(held.since)}${until} by ${oneLine(`${held.by}${note}`)}`];
}

function waitingLines(waiting: Waiting | null): string[] {
  if (waiting === null) return [];
  const why = waiting.for === 'spending' ? 'spending is off' : "the platform's rate";
  return [`  its step ${waiting.step} stands in the queue since ${clock(waiting.since)}: ${why}`];
}

function linesTable(lines: PurchaseView['lines']): string[] {
  const columns = [
    { head: 'LINE', align: 'right' as const },
    { head: 'QTY', align: 'right' as const },
    { head: 'SPEC' },
    { head: 'ORDER' },
    { head: 'AMOUNT', align: 'right' as const },
    { head: 'STATUS' },
  ];
  const rows = lines.map((line) => [
    String(line.line),
    String(line.quantity),
    line.specId,
    line.orderId ?? '-',
    line.amountFen === null ? '-' : cny(line.amountFen),
    line.dropped ? 'dropped' : (line.refused ?? line.status ?? '-'),
  ]);
  return rows.length === 0 ? [] : [table(columns, rows).trimEnd()];
}

function ordersTable(orders: readonly OrderSummary[]): string[] {
  const columns = [
    { head: 'ORDER' },
    { head: 'STAGE' },
    { head: 'PLATFORM' },
    { head: 'DUE', align: 'right' as const },
    { head: 'PAID', align: 'right' as const },
    { head: 'PARCELS' },
    { head: 'WAITS' },
  ];
  const rows = orders.map((order) => [
    order.orderId,
    order.held === null ? order.stage : `${order.stage}, held`,
    order.status,
    cny(order.money.dueFen),
    cny(order.money.paidFen),
    parcelsText(order),
    order.stuck?.reason ?? '-',
  ]);
  return rows.length === 0 ? [] : [table(columns, rows).trimEnd()];
}

function parcelsText({ parcels }: OrderSummary): string {
  if (parcels.length === 0) return '-';
  const signed = parcels.filter((parcel) => parcel.signedAt !== null).length;
  return `${parcels.length}, ${signed} signed for`;
}

function parcelsTable({ parcels }: OrderView): string[] {
  const columns = [
    { head: 'PARCEL' },
    { head: 'COMPANY' },
    { head: 'LINES' },
    { head: 'STATUS' },
    { head: 'LAST' },
  ];
  const rows = parcels.map((parcel) => [
    parcel.billNo,
    parcel.company ?? '-',
    parcel.lines.length > 0 ? parcel.lines.join(', ') : '?',
    parcel.signedAt === null ? (parcel.status ?? '-') : `signed for ${clock(parcel.signedAt)}`,
    parcel.last === null ? '-' : `${clock(parcel.last.at)} ${parcel.last.remark}`,
  ]);
  return rows.length === 0 ? [] : [table(columns, rows).trimEnd()];
}

/** One entry of a timeline as a line. */
export const entryText = ({ at, what, detail, by }: TimelineEntry): string =>
  oneLine(`${clock(at)}  ${what}${detail === '' ? '' : `: ${detail}`}${by === 'system' ? '' : ` (${by})`}`);

function timelineLines(timeline: readonly TimelineEntry[], most: number): string[] {
  const shown = most === 0 ? [] : timeline.slice(-most);
  const left = timeline.length - shown.length;
  return [...(left > 0 ? [`${left} earlier (--all)`] : []), ...shown.map(entryText)];
}
