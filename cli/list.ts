import { orderFilterSchema, purchaseFilterSchema } from '../client/filters.ts';
import type { OrderItem, Page, PurchaseItem } from '../client/index.ts';
import type { Asked } from './action.ts';
import type { ListOptions } from './commands/list.ts';
import { EXIT } from './exit-codes.ts';
import { readFilter } from './filter.ts';
import { parseInstant } from './instant.ts';
import { moreText, readPage } from './page.ts';
import { reading } from './session.ts';
import { cny } from './text/amounts.ts';
import { labelsText } from './text/labels.ts';
import { table } from './text/table.ts';
import { age, due } from './text/times.ts';

/** Prints a page of purchases or orders, or all of them. */
export async function list(asked: Asked<ListOptions>): Promise<number> {
  const { shell, args, options, json } = asked;
  const write = <Item>(page: Page<Item>, draw: (items: readonly Item[]) => string): number => {
    shell.out(json ? `${JSON.stringify(page)}\n` : `${draw(page.items)}${moreText(page)}`);
    return EXIT.done;
  };
  const filter = filterOf(options);
  if ((args[0] ?? kindOf(options)) === 'orders') {
    const wanted = readFilter(orderFilterSchema, filter);
    return reading(asked, async (orders) =>
      write(await readPage(orders.orders(wanted), options), ordersTable),
    );
  }
  const wanted = readFilter(purchaseFilterSchema, filter);
  return reading(asked, async (orders) =>
    write(await readPage(orders.purchases(wanted), options), purchasesTable),
  );
}

/** What only orders have means orders. */
const kindOf = ({ purchase, bill, dueBefore }: ListOptions): 'purchases' | 'orders' =>
  [purchase, bill, dueBefore].some((option) => option !== undefined) ? 'orders' : 'purchases';

function filterOf(options: ListOptions): object {
  const { stage, stuck, reason, planned, label, dueBefore, changedAfter } = options;
  const before = { option: '--due-before', direction: 'ahead' } as const;
  const after = { option: '--changed-after', direction: 'back' } as const;
  return {
    ...{ stage, stuck, reason, planned, label },
    userId: options.user,
    purchaseId: options.purchase,
    billNo: options.bill,
    dueBefore: dueBefore === undefined ? undefined : parseInstant(dueBefore, before),
    changedAfter: changedAfter === undefined ? undefined : parseInstant(changedAfter, after),
  };
}

function purchasesTable(items: readonly PurchaseItem[]): string {
  const columns = [
    { head: 'PURCHASE' },
    { head: 'STAGE' },
    { head: 'WAITS' },
    { head: 'TOTAL', align: 'right' as const },
    { head: 'LABELS' },
    { head: 'STARTED' },
    { head: 'CHANGED' },
  ];
  const rows = items.map((item) => [
    item.id,
    item.stage,
    item.stuckReason ?? '-',
    cny(item.totalFen),
    labelsText(item.labels) || '-',
    `${age(item.startedAt)} ago`,
    `${age(item.changedAt)} ago`,
  ]);
  return table(columns, rows);
}

function ordersTable(items: readonly OrderItem[]): string {
  const columns = [
    { head: 'ORDER' },
    { head: 'PURCHASE' },
    { head: 'STAGE' },
    { head: 'WAITS' },
    { head: 'TOTAL', align: 'right' as const },
    { head: 'WAYBILLS' },
    { head: 'DUE' },
    { head: 'CHANGED' },
  ];
  const rows = items.map((item) => [
    item.orderId,
    item.purchaseId,
    item.stage,
    item.stuckReason ?? '-',
    cny(item.totalFen),
    item.billNos.join(', ') || '-',
    due(item.dueAt),
    `${age(item.changedAt)} ago`,
  ]);
  return table(columns, rows);
}
