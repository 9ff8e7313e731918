import { type Client, WorkflowFailedError } from '@temporalio/client';
import { InternalError } from './errors.ts';
import { closingWords, parseAnswer, type RunAnswer, type RunRef } from './run-answer.ts';
import { callTemporal, fromTemporal } from './temporal-call.ts';

/**
 * Waits for the end of a run, however long, and answers what it returned. A Reset on the way is followed.
 * @throws InternalError when it failed or was terminated; NotFoundError; TemporalUnavailableError.
 */
export async function closingOf(client: Client, run: RunRef): Promise<RunAnswer> {
  for (;;) {
    try {
      const result = parseAnswer(await client.workflow.result(run.workflowId), run);
      // An order's result has no facts, for its purchase's history holds it too; and older histories have none at all.
      return 'facts' in result ? result : closingWords(result, run, await describe(client, run));
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw fromTemporal(error, run.name);
      const { status } = await describe(client, run);
      if (status.name === 'RUNNING') continue;
      throw new InternalError(
        `${run.name}: its run ended as ${status.name} in Temporal, which is not a business end`,
        {
          cause: error,
        },
      );
    }
  }
}

const describe = (client: Client, run: RunRef) =>
  callTemporal(client, run.name, () => client.workflow.getHandle(run.workflowId).describe());
