import type { Client } from '@temporalio/client';
import { EVENT_SIGNAL } from '../contract/names.ts';

/** Hints a run by the least call there is. On a crowded machine it may be too late; then it is sent again, like a callback. */
export async function tell(
  client: Client,
  workflowId: string,
  hint: { type: string; by: string },
): Promise<void> {
  for (let sent = false; !sent; ) {
    sent = await client.workflow
      .getHandle(workflowId)
      .signal(EVENT_SIGNAL, hint)
      .then(
        () => true,
        () => false,
      );
  }
}
