import {
  type Client,
  QueryRejectedError,
  WorkflowClient,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import { type RunFacts, type RunKind, VIEW_QUERY } from '../contract/index.ts';
import { isJsonObject } from '../contract/plain-json.ts';
import { readAttributes } from './attributes.ts';
import { InternalError, isPandaponOrdersError, NoWorkerError } from './errors.ts';
import { CALL_DEADLINE_MS, callTemporal, fromTemporal, GRPC, grpcStatus } from './temporal-call.ts';

/** How long a worker may take for a query; longer means that there is none. */
export const QUERY_DEADLINE_MS = 2_000;
/** With the deadline of a query this stays within the 3 s in which a missing worker is said. */
const IS_TEMPORAL_UP_MS = 700;
const RETRY_AFTER_SECONDS = 5;

/** What the `view` query of a run answers (member `view`), or what a closed run has returned (member `packed`). */
export type RunAnswer = Record<string, unknown>;

/** A run of ours that people know by `name`. */
export interface RunRef {
  kind: RunKind;
  workflowId: string;
  /** `purchase po-1`, `order 25406...` */
  name: string;
}

/**
 * Asks a run: an open one by query (a worker answers), a closed one by its result (no worker is needed).
 * @throws NoWorkerError, NotFoundError, TemporalUnavailableError; InternalError when it ended by a bug or a terminate.
 */
export async function askRun(
  client: Client,
  run: RunRef,
  deadlineMs = QUERY_DEADLINE_MS,
): Promise<RunAnswer> {
  try {
    return await queryOpen(client, run, VIEW_QUERY, deadlineMs);
  } catch (error) {
    if (!(error instanceof QueryRejectedError)) throw error;
  }
  return closingAnswer(client, run);
}

const openOnlyClients = new WeakMap<Client, WorkflowClient>();

/** The same client with queries for open runs only: otherwise the server waits for a worker even when the run is closed. */
function openOnly(client: Client): WorkflowClient {
  const known = openOnlyClients.get(client);
  if (known !== undefined) return known;
  const { connection } = client;
  const { namespace, identity, dataConverter } = client.options;
  const made = new WorkflowClient({
    connection,
    namespace,
    identity,
    dataConverter,
    queryRejectCondition: 'NOT_OPEN',
  });
  openOnlyClients.set(client, made);
  return made;
}

/**
 * A query to an open run.
 * @throws QueryRejectedError when it is closed, NoWorkerError when nobody answers in time.
 */
export async function queryOpen(
  client: Client,
  run: RunRef,
  query: string,
  deadlineMs = QUERY_DEADLINE_MS,
): Promise<RunAnswer> {
  try {
    const answer: unknown = await client.withDeadline(Date.now() + deadlineMs, () =>
      openOnly(client).getHandle(run.workflowId).query(query),
    );
    return parseAnswer(answer, run);
  } catch (error) {
    if (error instanceof QueryRejectedError || isPandaponOrdersError(error)) throw error;
    throw await noWorkerOr(client, run, error);
  }
}

/** A query that nobody answered: is it the worker, or Temporal itself? */
async function noWorkerOr(client: Client, run: RunRef, error: unknown): Promise<Error> {
  const { code, details = '' } = grpcStatus(error) ?? {};
  const noPoller = code === GRPC.FAILED_PRECONDITION && !/closed/.test(details);
  // At the deadline either side may be the one that gives up: the server says "cancelled".
  const timedOut = code === GRPC.DEADLINE_EXCEEDED || code === GRPC.CANCELLED;
  if (!timedOut && !noPoller) return fromTemporal(error, run.name);
  try {
    await callTemporal(client, run.name, () => describe(client, run), IS_TEMPORAL_UP_MS);
  } catch (cause) {
    return fromTemporal(cause, run.name);
  }
  return new NoWorkerError(`${run.name}: no worker answers; start one and ask again (the run is safe)`, {
    cause: error,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

const describe = (client: Client, run: RunRef) => client.workflow.getHandle(run.workflowId).describe();

async function closingAnswer(client: Client, run: RunRef): Promise<RunAnswer> {
  const description = await callTemporal(client, run.name, () => describe(client, run));
  const { status } = description;
  if (status.name !== 'COMPLETED') return lastAnswer(client, run, status.name);
  const result: unknown = await callTemporal(
    client,
    run.name,
    () => client.workflow.result(run.workflowId),
    CALL_DEADLINE_MS,
  );
  return closingWords(result, run, description);
}

/** What a closed run has returned, with what Temporal says of it as `facts`. @throws InternalError when it is not an object. */
export function closingWords(
  result: unknown,
  run: RunRef,
  { runId, raw }: WorkflowExecutionDescription,
): RunAnswer {
  const { indexedFields } = raw.workflowExecutionInfo?.searchAttributes ?? {};
  const { userId, purchaseId } = readAttributes(indexedFields);
  return { ...parseAnswer(result, run), facts: { runId, userId, purchaseId } satisfies RunFacts };
}

/** A run that was terminated or failed has no result: a worker replays it and answers what it knew last. */
async function lastAnswer(client: Client, run: RunRef, status: string): Promise<RunAnswer> {
  const handle = client.workflow.getHandle(run.workflowId);
  try {
    const answer: unknown = await client.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
      handle.query(VIEW_QUERY),
    );
    return parseAnswer(answer, run);
  } catch (error) {
    if (isPandaponOrdersError(error)) throw error;
    const cause = await noWorkerOr(client, run, error);
    if (cause instanceof NoWorkerError) throw cause;
    throw new InternalError(`${run.name}: its run is ${status} in Temporal and does not answer`, { cause });
  }
}

/** Reads what a run said. @throws InternalError when it is not an object. */
export function parseAnswer(answer: unknown, run: RunRef): RunAnswer {
  if (isJsonObject(answer)) return answer;
  throw new InternalError(`${run.name}: its run answered something else than a view`);
}
