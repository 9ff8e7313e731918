import type { Client } from '@temporalio/client';
import { TypedSearchAttributes, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  MEMO,
  type PurchaseInput,
  type PurchaseStart,
  type PurchaseView,
  purchaseWorkflowId,
  QUEUES,
  WORKFLOW_TYPES,
} from '../contract/index.ts';
import { readPlainJson } from '../contract/plain-json.ts';
import { parseStart, requestFaults } from '../contract/schemas.ts';
import { shownOf, startAttributes } from './attributes.ts';
import { bodyHash } from './body-hash.ts';
import { InvalidError, PurchaseIdTakenError, TooLargeError } from './errors.ts';
import { initialView, startSummary } from './initial-view.ts';
import { CALL_DEADLINE_MS, callTemporal, fromTemporal } from './temporal-call.ts';

/** Beyond this a start is refused; Temporal itself takes 2 MiB a payload. */
const BODY_MAX_BYTES = 1_048_576;

export interface StartOptions {
  /** Whose purchase it is when the body does not say (`PANDAPON_USER_ID`). */
  userId?: string | undefined;
}

/** What became of a start. */
export interface Started {
  id: string;
  /** False: the same body had been posted before. */
  created: boolean;
  /** The purchase as posted and as lists show it: made from the request and the run's attributes, no worker was asked. */
  posted: PurchaseView;
  /** It has moved on since: its run knows more. */
  movedOn: boolean;
}

/** Started, and a task scheduled, perhaps taken: no worker has completed anything yet. */
const UNTOUCHED_EVENTS = 3;

/**
 * Starts a purchase, once: the same id with the same body answers the first one again, with another body it is taken,
 * also after the purchase has closed. Needs no worker.
 * @throws InvalidError, TooLargeError before Temporal is asked; PurchaseIdTakenError; TemporalUnavailableError (post it again safely).
 */
export async function startPurchase(
  client: Client,
  body: unknown,
  options: StartOptions = {},
): Promise<Started> {
  const { start, hash } = readStart(body);
  const input = purchaseInput(start, options);
  const what = `purchase ${input.id}`;
  try {
    const { firstExecutionRunId } = await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
      client.workflow.start(WORKFLOW_TYPES.purchase, {
        workflowId: purchaseWorkflowId(input.id),
        taskQueue: QUEUES.workflows,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        memo: { [MEMO.bodyHash]: hash },
        typedSearchAttributes: new TypedSearchAttributes(startAttributes(input)),
        // One shop's burst does not make the others wait, where the server has fairness on.
        priority: { fairnessKey: input.userId },
        staticSummary: startSummary(input),
      }),
    );
    return { id: input.id, created: true, posted: initialView(input, firstExecutionRunId), movedOn: false };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw fromTemporal(error, what);
  }
  const first = await callTemporal(client, what, () =>
    client.workflow.getHandle(purchaseWorkflowId(input.id)).describe(),
  );
  if (first.memo?.[MEMO.bodyHash] !== hash)
    throw new PurchaseIdTakenError(
      `${what}: the id belongs to a purchase with another body; choose another id for a new purchase`,
    );
  const movedOn = first.historyLength > UNTOUCHED_EVENTS || first.status.name !== 'RUNNING';
  const posted = initialView({ ...input, postedAt: first.startTime.toISOString() }, first.runId);
  return {
    id: input.id,
    created: false,
    posted: { ...posted, ...shownOf(first.typedSearchAttributes) },
    movedOn,
  };
}

function readStart(body: unknown): { start: PurchaseStart; hash: string } {
  const { value } = readPlainJson(body);
  if (Buffer.byteLength(JSON.stringify(value) ?? '') > BODY_MAX_BYTES)
    throw new TooLargeError('the body of a start is over 1 MiB');
  const { ok, errors } = parseStart(body);
  if (ok === undefined) throw new InvalidError('the purchase does not fit the schema', { errors });
  return { start: ok, hash: bodyHash(value) };
}

/** The input of the run: what the caller gave, whose it is, and when it was posted. */
function purchaseInput(start: PurchaseStart, options: StartOptions): PurchaseInput {
  const userId = start.userId ?? options.userId;
  if (userId === undefined) {
    const errors = [{ pointer: '/userId', message: 'is required where PANDAPON_USER_ID is not set' }];
    throw new InvalidError('the purchase names no user', { errors });
  }
  const policy = start.policy ?? {};
  const faults = requestFaults(start.request, { userId, tag: policy.tag });
  if (faults.length > 0) {
    const errors = faults.map((fault) => ({ ...fault, pointer: `/request${fault.pointer}` }));
    throw new InvalidError('the purchase does not fit the schema', { errors });
  }
  return {
    v: 1,
    id: start.id,
    platform: start.platform,
    userId,
    request: start.request,
    policy: start.policy ?? {},
    labels: start.labels ?? {},
    postedAt: new Date().toISOString(),
  };
}
