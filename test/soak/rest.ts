import type { PandaponOrders, PurchaseView } from '../../client/index.ts';
import { mapBounded } from '../../client/map-bounded.ts';
import { isClosedStage } from '../../contract/index.ts';
import { patiently, pause, said } from './patience.ts';

/** Once the world is quiet, every order has ended, or says what it waits for. */

const AT_ONCE = 10;

/** Why the purchases are not at rest, a line each; none as soon as all are, else those that are not when the time is over. */
export async function restless(
  orders: PandaponOrders,
  ids: readonly string[],
  withinMs: number,
): Promise<string[]> {
  const until = Date.now() + withinMs;
  let open: { id: string; why: string[] }[] = ids.map((id) => ({ id, why: [] }));
  for (;;) {
    // A look takes its time: the last one begins when all others had theirs.
    const isLast = Date.now() > until;
    const looked = await mapBounded(open, AT_ONCE, async ({ id }) => ({
      id,
      why: await restlessness(orders, id),
    }));
    open = looked.filter(({ why }) => why.length > 0);
    if (open.length === 0 || isLast) return open.flatMap(({ why }) => why);
    await pause(1_000);
  }
}

async function restlessness(orders: PandaponOrders, id: string): Promise<string[]> {
  const view = await patiently(() => orders.purchase(id).view());
  if (view.closedAt !== null || view.stuck !== null) return [];
  const open = view.orders.filter(({ stage }) => !isClosedStage(stage));
  if (open.length === 0) return [`${id} is ${view.stage}, has no open order, and says no reason`];
  const why: string[] = [];
  for (const order of open.filter(({ stuck }) => stuck === null)) {
    const words = await toldToWait(orders, order.orderId);
    if (!words) why.push(`order ${order.orderId} of ${id} is ${order.stage} and says no reason`);
  }
  return why;
}

/** A person had a deadline switched off or moved, or watches a strange status: the order is open because of that. */
async function toldToWait(orders: PandaponOrders, orderId: string): Promise<boolean> {
  const { timeline } = await patiently(() => orders.order('1688', orderId).view());
  return timeline.some(({ what, by }) => (what === 'skip' || what === 'retry') && by !== 'system');
}

/** Ends what is still open: an abort, and another one where a person is asked even then. Answers the closing views. */
export async function endAll(
  orders: PandaponOrders,
  ids: readonly string[],
  { withinMs }: { withinMs: number },
): Promise<{ views: PurchaseView[]; open: string[] }> {
  const until = Date.now() + withinMs;
  for (let turn = 0; ; turn += 1) {
    const views = await mapBounded(ids, AT_ONCE, (id) => patiently(() => orders.purchase(id).view()));
    const open = views.filter(({ closedAt }) => closedAt === null);
    if (open.length === 0 || Date.now() > until)
      return { views, open: open.map(({ id, stage }) => `${id} is still ${stage} after an abort`) };
    // The first abort has its time: a cancel waits until the platform takes it.
    if (turn % ABORT_AGAIN === 0) await abort(orders, open);
    await pause(1_000);
  }
}

/** Looks between two aborts. */
const ABORT_AGAIN = 25;

async function abort(orders: PandaponOrders, open: readonly PurchaseView[]): Promise<void> {
  await mapBounded(open, AT_ONCE, ({ id }) =>
    said(() => orders.purchase(id).abort({ by: 'soak', note: 'the soak is over' })),
  );
}
