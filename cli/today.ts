import type { Counts, OrderItem, PandaponOrders, Spending, StuckItem } from '../client/index.ts';
import { isClosedStage } from '../contract/index.ts';
import type { Asked } from './action.ts';
import { EXIT } from './exit-codes.ts';
import { reading } from './session.ts';
import { cny } from './text/amounts.ts';
import { spendingText } from './text/spending-text.ts';
import { stuckTable } from './text/stuck-table.ts';
import { table } from './text/table.ts';
import { due, endOfDay } from './text/times.ts';

/** What the day begins with. */
interface Today {
  /** What waits for a person, planned waits too, oldest first. */
  waits: StuckItem[];
  /** Open orders whose next deadline is before the end of the day, soonest first. */
  dueToday: OrderItem[];
  closedBySellers: StuckItem[];
  open: Counts['open'];
  spending: Spending;
}

/** A morning's page is read at a glance; the lists have the rest. */
const SHOWN = 20;

/** Prints the day's work. */
export async function today(asked: Asked<object>): Promise<number> {
  const { shell, json } = asked;
  const found = await reading(asked, readToday);
  shell.out(json ? `${JSON.stringify(found)}\n` : todayText(found));
  return EXIT.done;
}

async function readToday(orders: PandaponOrders): Promise<Today> {
  const [waits, dueBefore, counts, spending] = await Promise.all([
    all(orders.stuck({ planned: true })),
    all(orders.orders({ dueBefore: endOfDay() })),
    orders.counts(),
    orders.spending(),
  ]);
  const closedBySellers = waits.filter(({ reason }) => reason === 'ORDER_CLOSED');
  const dueToday = dueBefore
    .filter(({ stage }) => !isClosedStage(stage))
    .sort((a, b) => (a.dueAt ?? '').localeCompare(b.dueAt ?? ''));
  const open = counts.open.filter(({ count }) => count > 0);
  return { waits, dueToday, closedBySellers, open, spending };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const read: Item[] = [];
  for await (const item of items) read.push(item);
  return read;
}

function todayText({ waits, dueToday, closedBySellers, open, spending }: Today): string {
  const planned = waits.filter((item) => item.planned).length;
  const split = planned > 0 ? ` (${planned} as planned)` : '';
  const stages = open.map(({ kind, stage, count }) => [`${kind}s`, stage, String(count)]);
  return [
    section(`Waits for you: ${waits.length}${split}`, waits, stuckTable),
    section(`Due today: ${dueToday.length}`, dueToday, dueTable),
    section(`Closed by sellers: ${closedBySellers.length}`, closedBySellers, stuckTable),
    `Open\n${stages.length === 0 ? 'nothing\n' : table([{ head: 'KIND' }, { head: 'STAGE' }, { head: 'COUNT', align: 'right' }], stages)}`,
    `${spendingText(spending)}\n`,
  ].join('\n');
}

function section<Item>(
  title: string,
  items: readonly Item[],
  draw: (items: readonly Item[]) => string,
): string {
  if (items.length === 0) return `${title}\n`;
  const left = items.length - SHOWN;
  return `${title}\n${draw(items.slice(0, SHOWN))}${left > 0 ? `and ${left} more\n` : ''}`;
}

function dueTable(items: readonly OrderItem[]): string {
  const columns = [
    { head: 'DUE' },
    { head: 'ORDER' },
    { head: 'PURCHASE' },
    { head: 'STAGE' },
    { head: 'WAITS' },
    { head: 'TOTAL', align: 'right' as const },
  ];
  const rows = items.map((item) => [
    due(item.dueAt),
    item.orderId,
    item.purchaseId,
    item.stage,
    item.stuckReason ?? '-',
    cny(item.totalFen),
  ]);
  return table(columns, rows);
}
