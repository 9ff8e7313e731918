import { type ConnectionLike, WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { orderWorkflowId, type Platform } from '../contract/index.ts';

/** `create` asks this before it sends: it may not hold up a task that is about to spend. */
const ASK_MS = 3_000;

const PURCHASE_ID = defineSearchAttributeKey('PurchaseId', 'KEYWORD');

/**
 * Whose a platform order is: the purchase whose run tracks it, or tracked it; null: nobody's.
 * The function throws when Temporal does not answer within three seconds.
 */
export function createOwnerOf(
  connection: ConnectionLike,
  namespace: string,
): (platform: Platform, orderId: string) => Promise<string | null> {
  const client = new WorkflowClient({ connection, namespace });
  return async (platform, orderId) => {
    const handle = client.getHandle(orderWorkflowId(platform, orderId));
    try {
      const run = await connection.withDeadline(Date.now() + ASK_MS, () => handle.describe());
      return run.typedSearchAttributes.get(PURCHASE_ID) ?? null;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  };
}
