import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/common';
import {
  ChildWorkflowCancellationType,
  type ChildWorkflowHandle,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import {
  orderWorkflowId,
  type PurchaseInput,
  packObservation,
  purchaseWorkflowId,
  RUN_SIGNALS,
} from '../../contract/index.ts';
import { orderStartAttributes } from '../attributes.ts';
import { cny } from '../money-text.ts';
import type { order } from '../order/order.ts';
import type { FromPurchase, OrderInput } from '../order/state.ts';
import type { BoughtOrder, PurchaseState } from './state.ts';

/** The runs of a purchase's orders: they outlive it, and are found again after a Reset. */

function inputOf(state: PurchaseState, input: PurchaseInput, bought: BoughtOrder): OrderInput | null {
  const { observation } = bought;
  if (observation === null) return null;
  const held = state.held ?? bought.held;
  return {
    v: 1,
    purchaseId: input.id,
    platform: input.platform,
    userId: input.userId,
    ...(Object.keys(input.labels).length > 0 ? { labels: input.labels } : {}),
    policy: input.policy,
    order: packObservation(observation),
    lines: bought.lines,
    ...(bought.payer === 'order' ? {} : { payer: bought.payer }),
    ceilingFen: bought.ceilingFen,
    ...(held === null ? {} : { held }),
    ...(state.ending === null ? {} : { ending: { how: state.ending.how, by: state.ending.by } }),
  };
}

/**
 * Starts an order's run as a child that is not ended with its parent. null: a run of that order is there already,
 * which is asked whose it is (after a Reset it is ours).
 */
export async function startOrderRun(
  state: PurchaseState,
  input: PurchaseInput,
  bought: BoughtOrder,
): Promise<ChildWorkflowHandle<typeof order> | null> {
  const child = inputOf(state, input, bought);
  if (child === null) return null;
  const workflowId = orderWorkflowId(input.platform, bought.orderId);
  const lines = child.lines.map(({ line }) => line).join(', ');
  try {
    return await startChild<typeof order>('order', {
      workflowId,
      args: [child],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      // An order whose run has ended may be followed again: its run reads the platform before it does anything.
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      typedSearchAttributes: orderStartAttributes({
        purchaseId: input.id,
        userId: input.userId,
        labels: input.labels,
        totalFen: bought.dueFen,
        now: Date.now(),
      }),
      staticSummary: `${cny(bought.dueFen)}, line ${lines}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return null;
  }
}

/** Sends a word to an order's run. False: it does not run any more. */
export async function tellOrder(input: PurchaseInput, orderId: string, word: FromPurchase): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(orderWorkflowId(input.platform, orderId)).signal(
      RUN_SIGNALS.fromPurchase,
      word,
    );
    return true;
  } catch {
    return false;
  }
}

/** Asks a run that was there already whose it is, and to tell its end. */
export const joinOrderRun = (input: PurchaseInput, orderId: string): Promise<boolean> =>
  tellOrder(input, orderId, { type: 'join', purchaseId: input.id, workflowId: purchaseWorkflowId(input.id) });
