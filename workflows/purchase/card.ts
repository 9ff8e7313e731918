import { type PurchaseView, STUCK } from '../../contract/index.ts';
import { stuckCard, timelineCard } from '../card.ts';
import { cny } from '../money-text.ts';

/** The Markdown card of a purchase in the Temporal UI: what is bought, where it stands, what is next. Lists, no tables. */
export function purchaseCard(view: PurchaseView, sent: { step: string; since: string } | null): string {
  const parts = [
    `## Purchase ${view.id}: ${view.stage}`,
    '',
    `- **${cny(view.totalFen)}** (preview ${cny(view.previewFen)})`,
    ...view.lines.map(lineText),
    ...view.orders.map(
      (order) =>
        `- order \`${order.orderId}\` ${cny(order.totalFen)}: ${order.stage} (its own run shows more)`,
    ),
    ...view.refused.map((no) => `- refused: ${no.errorCode} ${no.errorMsg} (lines ${no.lines.join(', ')})`),
    ...(view.held === null ? [] : [`- **held** by ${view.held.by} since ${view.held.since}`]),
    ...(sent === null ? [] : [`- the step "${sent.step}" was handed to its queue at ${sent.since}`]),
    `- next: ${next(view)}`,
  ];
  return [...parts, ...stuckCard(view.stuck), ...timelineCard(view.timeline)].join('\n');
}

function lineText(line: PurchaseView['lines'][number]): string {
  const where = line.dropped
    ? 'dropped'
    : line.orderId === null
      ? (line.refused ?? 'not ordered yet')
      : `in ${line.orderId}`;
  return `- line ${line.line}: ${line.quantity} x \`${line.specId}\`, ${where}`;
}

function next(view: PurchaseView): string {
  if (view.stuck !== null) return `a person: ${STUCK[view.stuck.reason].means}`;
  switch (view.stage) {
    case 'previewing':
      return 'the platform says what it will cost';
    case 'awaiting-approval':
      return 'a person says yes';
    case 'creating':
      return 'the platform takes the order';
    case 'fulfilling':
      return 'its orders run: see Relationships';
    case 'completed':
    case 'cancelled':
    case 'failed':
      return `nothing, it has ended: ${view.outcome ?? ''}`;
  }
}
