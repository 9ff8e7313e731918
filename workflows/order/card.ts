import { type OrderView, STUCK } from '../../contract/index.ts';
import { stuckCard, timelineCard } from '../card.ts';
import { cny } from '../money-text.ts';

/** The Markdown card of an order in the Temporal UI: what it is, where it stands, what is next. Lists, no tables. */
export function orderCard(view: OrderView, sent: { step: string; since: string } | null): string {
  const money = view.money;
  const parts = [
    `## Order ${view.orderId}: ${view.stage}`,
    '',
    `- **${cny(money.dueFen)}** due (goods ${cny(money.goodsFen)}, freight ${cny(money.freightFen)}), ${view.paid ? `paid ${money.paidAt ?? ''}` : '**not paid**'}`,
    ...(money.refundedFen > 0 ? [`- refunded ${cny(money.refundedFen)}`] : []),
    `- the platform says \`${view.status}\``,
    `- purchase \`${view.purchaseId}\``,
    ...view.lines.map((line) => `- line ${line.line}: ${line.quantity} x \`${line.specId}\``),
    ...view.parcels.map(
      (parcel) =>
        `- parcel \`${parcel.billNo}\`${parcel.company === null ? '' : ` (${parcel.company})`}: ${parcel.signedAt !== null ? 'signed for' : (parcel.status ?? 'on its way')}`,
    ),
    ...(view.note === null ? [] : [`- ${view.note}`]),
    ...(view.held === null ? [] : [`- **held** by ${view.held.by} since ${view.held.since}`]),
    ...(sent === null ? [] : [`- the step "${sent.step}" was handed to its queue at ${sent.since}`]),
    `- next: ${next(view)}`,
  ];
  return [...parts, ...stuckCard(view.stuck), ...timelineCard(view.timeline)].join('\n');
}

function next(view: OrderView): string {
  if (view.stuck !== null) return `a person: ${STUCK[view.stuck.reason].means}`;
  const due = view.dueAt === null ? '' : ` (due ${view.dueAt})`;
  switch (view.stage) {
    case 'paying':
      return `payment${due}`;
    case 'awaiting-shipment':
      return `the seller ships${due}`;
    case 'in-transit':
      return `the parcels arrive${due}`;
    case 'awaiting-receipt':
      return 'the receipt is confirmed';
    case 'confirming':
      return 'the platform completes the order';
    case 'completed':
    case 'cancelled':
    case 'refunded':
    case 'released':
      return 'nothing, it has ended';
  }
}
