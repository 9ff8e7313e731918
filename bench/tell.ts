import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import { EVENT_SIGNAL } from '../contract/names.ts';

const AGAIN_MS = 100;

/**
 * Hints a run by the least call there is. On a crowded machine it may be too late; then it is sent again, like a callback,
 * unless the run has ended meanwhile.
 */
export async function tell(
  client: Client,
  workflowId: string,
  hint: { type: string; by: string },
): Promise<void> {
  for (;;) {
    try {
      return await client.workflow.getHandle(workflowId).signal(EVENT_SIGNAL, hint);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      await sleep(AGAIN_MS);
    }
  }
}
