import { z } from 'zod';
import { orderWorkflowId, purchaseWorkflowId } from '../contract/names.ts';
import type { Bench, Figure } from './figure.ts';
import { type Actions, actionsOf, bytesByEvent } from './history-cost.ts';
import { control, type Ours, startOurs } from './ours.ts';
import { type PayloadSizes, payloadSizes } from './payload-sizes.ts';

/** What a purchase with one order may cost: history events, Temporal actions, bytes of history. */
export const BUDGET = { events: 75, actions: 20, bytes: 18_000 } as const;

/** From payment to shipping, and from there to signed for: long enough that each callback finds the run at rest. */
const STEP_SECONDS = 0.8;

const ledgerSchema = z.object({
  calls: z.record(z.string(), z.object({ calls: z.number() })),
  totals: z.object({ calls: z.number() }),
});
const callbacksSchema = z.array(z.object({ type: z.string() }));

interface RunCost {
  run: string;
  events: number;
  bytes: number;
  actions: Actions;
  largest: { event: string; bytes: number }[];
}

/**
 * What one purchase with one order costs from its start to the confirmed receipt, with callbacks for paid, shipped and
 * signed. These are counts: they are the same on every machine.
 */
export async function happyPath(bench: Bench): Promise<{ figure: Figure; sizes: PayloadSizes }> {
  await using ours = await startOurs(bench, { stepSeconds: STEP_SECONDS });
  bench.say('happy path: one purchase with one order');
  const view = await ours.purchase('po-20260101-001');
  const [order] = view.orders;
  if (order === undefined) throw new Error(`purchase ${view.id} has no order`);
  const purchaseId = purchaseWorkflowId(view.id);
  const orderId = orderWorkflowId(view.platform, order.orderId);
  const runs = [await runCost(ours, purchaseId), await runCost(ours, orderId)];
  const sum = (of: (run: RunCost) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const used = {
    events: sum((run) => run.events),
    actions: sum((run) => run.actions.total),
    bytes: sum((run) => run.bytes),
  };
  const { calls, totals } = ledgerSchema.parse(await control(ours.stack, 'ledger'));
  const callbacks = callbacksSchema.parse(await control(ours.stack, 'callbacks'));
  const figure = {
    figure: 'happy-path',
    ...used,
    budget: BUDGET,
    within: used.events <= BUDGET.events && used.actions <= BUDGET.actions && used.bytes <= BUDGET.bytes,
    platformCalls: totals.calls,
    callsByOperation: Object.fromEntries(Object.entries(calls).map(([name, count]) => [name, count.calls])),
    callbacks: callbacks.map((callback) => callback.type),
    runs,
  };
  return { figure, sizes: payloadSizes(await historyOf(ours, purchaseId), await historyOf(ours, orderId)) };
}

const historyOf = ({ orders }: Ours, workflowId: string) =>
  orders.temporal.workflow.getHandle(workflowId).fetchHistory();

async function runCost(ours: Ours, workflowId: string): Promise<RunCost> {
  const { historyLength, historySize } = await ours.orders.temporal.workflow.getHandle(workflowId).describe();
  const history = await historyOf(ours, workflowId);
  return {
    run: workflowId,
    events: historyLength,
    bytes: historySize ?? 0,
    actions: actionsOf(history),
    largest: bytesByEvent(history).slice(0, 5),
  };
}
