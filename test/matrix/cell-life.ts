import { isPandaponOrdersError, type PandaponOrders, type PurchaseView } from '../../client/index.ts';
import { isClosedStage, type Policy } from '../../contract/index.ts';
import type { FaultRequest } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { startOf } from '../world.ts';
import { type Cell, MERCHANTS, type Operation } from './cells.ts';

/** Where cells live: a platform, and a service that buys there. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly orders: PandaponOrders;
}

/** As the sandbox names the operation, and how a purchase comes to it. */
const WAYS: Record<Operation, { fault: string; policy: Partial<Policy> }> = {
  create: { fault: 'create', policy: {} },
  'batch pay': { fault: 'batch-pay', policy: { payment: 'batch' } },
  pay: { fault: 'pay', policy: {} },
  confirm: { fault: 'confirm', policy: {} },
  cancel: { fault: 'cancel', policy: { payment: 'manual' } },
};

/** The 429 asks for a pause that is not the run's own. */
const RETRY_AFTER_SECONDS = 3;

const faultOf = ({ operation, moment, fault, id }: Cell): FaultRequest => ({
  operation: WAYS[operation].fault,
  when: moment,
  kind: fault.kind,
  remark: `[#${id}/`,
  ...(fault.says === 'turned away' ? { seconds: RETRY_AFTER_SECONDS } : {}),
});

/** Lets a cell's purchase run into its fault, until it has ended or waits for a person. */
export async function live(place: Place, cell: Cell, patienceMs: number): Promise<PurchaseView> {
  const { operation, id } = cell;
  place.sandbox.addFaults(faultOf(cell));
  await place.orders.start(
    startOf({
      id,
      merchants: ['', '-other'].slice(0, MERCHANTS),
      policy: { pollSeconds: 1, ...WAYS[operation].policy },
    }),
  );
  const until = Date.now() + patienceMs;
  if (operation === 'cancel') {
    await follow(place, id, until, ({ orders }) => orders.length === MERCHANTS && orders.every(isAskedToPay));
    await asked(until, () => place.orders.purchase(id).cancel({ by: 'matrix' }, { idempotencyKey: id }));
  }
  return follow(place, id, until, isAtRest);
}

/** A person says `retry` wherever the purchase waits, until it has ended. */
export async function retryToEnd(place: Place, id: string, patienceMs: number): Promise<PurchaseView> {
  const until = Date.now() + patienceMs;
  let view = await asked(until, () => place.orders.purchase(id).view());
  while (view.closedAt === null && Date.now() < until) {
    if (view.stuck !== null) await retry(() => place.orders.purchase(id).retry({ by: 'matrix' }));
    for (const { orderId, stuck } of view.orders) {
      if (stuck !== null) await retry(() => place.orders.order('1688', orderId).retry({ by: 'matrix' }));
    }
    const { revision } = view;
    await follow(place, id, until, (later) => later.closedAt !== null || later.revision > revision);
    view = await follow(place, id, until, isAtRest);
  }
  return view;
}

const isAskedToPay = ({ stuck }: PurchaseView['orders'][number]): boolean => stuck?.reason === 'PAYMENT';

/** It has ended, or nothing of it goes on without a person. What the plan itself asks is no rest. */
function isAtRest(view: PurchaseView): boolean {
  if (view.closedAt !== null) return true;
  const open = view.orders.filter(({ stage }) => !isClosedStage(stage));
  const stuck = [view, ...open].filter((each) => each.stuck !== null && !each.stuck.planned);
  return stuck.length > 0 && open.every((each) => stuck.includes(each));
}

/** The first view that is as wanted; the last one when the time is over. */
async function follow(
  place: Place,
  id: string,
  until: number,
  wanted: (view: PurchaseView) => boolean,
): Promise<PurchaseView> {
  const purchase = place.orders.purchase(id);
  let view = await asked(until, () => purchase.view());
  while (!wanted(view) && Date.now() < until) {
    const { revision } = view;
    view = await asked(until, () => purchase.waitForChange({ revision, seconds: 2 }));
  }
  return view;
}

const AWAY: ReadonlySet<string> = new Set(['NO_WORKER', 'TEMPORAL_UNAVAILABLE', 'OUTCOME_UNKNOWN']);

/** Asks again while a worker is away or late. */
export async function asked<T>(until: number, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPandaponOrdersError(error) || !AWAY.has(error.code) || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterSeconds === undefined ? 100 : 500));
    }
  }
}

/** What has moved on meanwhile needs no retry. */
async function retry(say: () => Promise<unknown>): Promise<void> {
  try {
    await say();
  } catch (error) {
    if (!isPandaponOrdersError(error) || error.status !== 409) throw error;
  }
}
