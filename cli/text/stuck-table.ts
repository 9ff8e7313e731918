import type { StuckItem } from '../../client/index.ts';
import { cny } from './amounts.ts';
import { labelsText } from './labels.ts';
import { cut } from './one-line.ts';
import { nextActions } from './stuck-text.ts';
import { table } from './table.ts';
import { age, due } from './times.ts';

/** Platform texts are long; "show" has them whole. */
const MESSAGE_SHOWN = 60;

/** What waits for a person as a table. An order names its purchase too. */
export function stuckTable(items: readonly StuckItem[]): string {
  const columns = [
    { head: 'AGE', align: 'right' as const },
    { head: 'REASON' },
    { head: 'MONEY', align: 'right' as const },
    { head: 'SHOP' },
    { head: 'DUE' },
    { head: 'ID' },
    { head: 'PURCHASE' },
    { head: 'NEXT' },
    { head: 'WHY' },
  ];
  const rows = items.map((item) => [
    age(item.since),
    item.reason,
    cny(item.totalFen),
    labelsText(item.labels) || item.userId,
    due(item.dueAt),
    item.id,
    item.kind === 'order' ? item.purchaseId : '-',
    nextActions(item.actions) || '-',
    cut(item.message, MESSAGE_SHOWN),
  ]);
  return table(columns, rows);
}
