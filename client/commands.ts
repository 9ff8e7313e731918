import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import {
  type Command,
  type CommandAccepted,
  type CommandBodies,
  ERRORS,
  isErrorCode,
  type PointedMessage,
} from '../contract/index.ts';
import { isJsonObject } from '../contract/plain-json.ts';
import { parseCommand } from '../contract/schemas.ts';
import { actorOf, type Door, keyHash } from './actor.ts';
import { bodyHash } from './body-hash.ts';
import { checkCorrection } from './correction.ts';
import {
  AlreadyClosedError,
  errorFor,
  IdempotencyKeyReusedError,
  InternalError,
  InvalidError,
  isPandaponOrdersError,
  NotFoundError,
  NoWorkerError,
  OutcomeUnknownError,
  type PandaponOrdersError,
} from './errors.ts';
import type { RunRef } from './run-answer.ts';
import { callTemporal, fromTemporal, GRPC, grpcStatus } from './temporal-call.ts';

/** A worker that is there answers in tens of milliseconds; after this nobody knows. */
const COMMAND_DEADLINE_MS = 10_000;
const RETRY_AFTER_SECONDS = 2;
const NO_WORKER_RETRY_AFTER_SECONDS = 5;
const THROWN_BACK_PAUSE_MS = 50;

/** A command's body as callers say it: the client adds who and through which door. */
export type CommandBody<C extends Command> = Omit<CommandBodies[C], 'actor' | 'key' | 'bodyHash'>;

export interface CommandOptions {
  /** Sent again with the same key, a command has its effect once. @default a new one */
  idempotencyKey?: string | undefined;
  /** @default the library */
  door?: Door | undefined;
}

/** One command to one run. */
export interface Said<C extends Command> extends CommandOptions {
  command: C;
  body: unknown;
  /** Of one call about many runs: the key counts for that call and its body. @default the command and its body */
  call?: { route: string; body: unknown } | undefined;
}

/**
 * Sends a command as an update of the same name. Its body is checked first; a correction is merged and checked too.
 * @throws InvalidError and the refusals of the run; AlreadyClosedError; NotFoundError; IdempotencyKeyReusedError;
 * OutcomeUnknownError when no answer came in 10 s, with the key to send the very same again; NoWorkerError when it was
 * not taken because every worker fails at this run.
 */
export async function sendCommand<C extends Command>(
  client: Client,
  run: RunRef,
  said: Said<C>,
): Promise<CommandAccepted> {
  const { command, door = { kind: 'library' } } = said;
  const { ok: body, errors } = parseCommand(command, said.body);
  if (body === undefined)
    throw new InvalidError(`${run.name}: the body of ${command} does not fit`, { errors });
  if (command === 'retry' && run.kind === 'purchase') {
    const correction = parseCommand('retry', said.body).ok;
    if (correction !== undefined) await checkCorrection(client, run, correction);
  }

  const idempotencyKey = said.idempotencyKey ?? randomUUID();
  const { call = { route: command, body } } = said;
  // Temporal applies an update id once per run; the run itself remembers it beyond that.
  const updateId = keyHash(door, call.route, idempotencyKey);
  const hash = bodyHash(call.body);
  const sent = { ...body, actor: actorOf(door, body.by), key: updateId, bodyHash: hash };
  const accepted = await update(client, run, { command, sent, updateId, idempotencyKey });
  if (accepted.bodyHash !== undefined && accepted.bodyHash !== hash)
    throw new IdempotencyKeyReusedError(`${run.name}: this idempotency key was used with another body`);
  return accepted;
}

/**
 * Sends a command, then looks where the run stands.
 * @throws as `sendCommand`; OutcomeUnknownError also when it was taken and only the look failed: never that it was not sent.
 */
export async function sendAndLook<C extends Command, View>(
  client: Client,
  run: RunRef,
  said: Said<C> & { look: () => Promise<View> },
): Promise<View> {
  const idempotencyKey = said.idempotencyKey ?? randomUUID();
  await sendCommand(client, run, { ...said, idempotencyKey });
  try {
    return await said.look();
  } catch (error) {
    if (!isPandaponOrdersError(error) || error.status !== ERRORS.NO_WORKER.status) throw error;
    throw new OutcomeUnknownError(
      `${run.name}: ${said.command} was taken, but where it stands now could not be read; look again`,
      { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS, idempotencyKey },
    );
  }
}

/**
 * What a run has answered to an idempotency key; null: it never heard it. Asks Temporal only, no worker.
 * @throws TemporalUnavailableError.
 */
export async function answerTo(
  client: Client,
  run: RunRef,
  {
    door = { kind: 'library' },
    route,
    idempotencyKey,
  }: { door?: Door | undefined; route: string; idempotencyKey: string },
): Promise<CommandAccepted | null> {
  const handle = client.workflow.getHandle(run.workflowId);
  const asked = handle.getUpdateHandle<CommandAccepted>(keyHash(door, route, idempotencyKey));
  try {
    return await callTemporal(client, run.name, () => asked.result());
  } catch (error) {
    if (isPandaponOrdersError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}

interface Sending {
  command: Command;
  sent: object;
  updateId: string;
  idempotencyKey: string;
}

async function update(client: Client, run: RunRef, sending: Sending): Promise<CommandAccepted> {
  const handle = client.workflow.getHandle(run.workflowId);
  const giveUp = Date.now() + COMMAND_DEADLINE_MS;
  for (;;) {
    try {
      return await client.withDeadline(giveUp, () =>
        handle.executeUpdate<CommandAccepted, [object]>(sending.command, {
          args: [sending.sent],
          updateId: sending.updateId,
        }),
      );
    } catch (error) {
      if (!isThrownBack(error) || Date.now() > giveUp) throw await refusalOf(client, run, sending, error);
      await sleep(THROWN_BACK_PAUSE_MS);
    }
  }
}

/**
 * It met the run just as that was ending or heard something else: Temporal gave the whole step up, the command with
 * it. Nothing was taken, and under its update id it can be said again.
 */
function isThrownBack(error: unknown): boolean {
  const status = grpcStatus(error);
  return status?.code === GRPC.FAILED_PRECONDITION && /workflow task failure/i.test(status.details);
}

/** Every worker has failed at the run's next step, time and again: it takes nothing until a better one comes. */
function isStranded(error: unknown): boolean {
  const status = grpcStatus(error);
  return status?.code === GRPC.FAILED_PRECONDITION && /workflow task in failed state/i.test(status.details);
}

async function refusalOf(
  client: Client,
  run: RunRef,
  { command, idempotencyKey }: Sending,
  error: unknown,
): Promise<PandaponOrdersError> {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const { type, message, details } = error.cause;
    if (typeof type === 'string' && isErrorCode(type))
      return errorFor(type, message, { errors: pointersIn(details) });
  }
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError)
    return await endOf(client, run, error);
  if (isThrownBack(error) || isStranded(error))
    return new NoWorkerError(
      `${run.name}: no worker can carry it on, so ${command} was not taken; look at the workers' logs and send it again (the run is safe)`,
      { cause: error, retryAfterSeconds: NO_WORKER_RETRY_AFTER_SECONDS },
    );
  if (isUnanswered(error))
    return new OutcomeUnknownError(
      `${run.name}: ${command} was not answered and may still take effect; send it again with the same idempotency key`,
      { cause: error, retryAfterSeconds: RETRY_AFTER_SECONDS, idempotencyKey },
    );
  return fromTemporal(error, run.name);
}

/** Sent, or perhaps sent, and no answer: refused connections are retried by the SDK until the deadline. */
function isUnanswered(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const code = grpcStatus(error)?.code;
  return code === GRPC.DEADLINE_EXCEEDED || code === GRPC.UNAVAILABLE || code === GRPC.CANCELLED;
}

/** A run that takes no update: has it ended, or was it never there? */
async function endOf(client: Client, run: RunRef, error: unknown): Promise<PandaponOrdersError> {
  try {
    const { status } = await callTemporal(client, run.name, () =>
      client.workflow.getHandle(run.workflowId).describe(),
    );
    return status.name === 'RUNNING'
      ? new InternalError(`${run.name}: its run could not take the command`, { cause: error })
      : new AlreadyClosedError(`${run.name}: it has ended and takes no commands`, { cause: error });
  } catch (cause) {
    const known = fromTemporal(cause, run.name);
    return known instanceof NotFoundError ? new NotFoundError(`${run.name}: there is no such run`) : known;
  }
}

function pointersIn(details: unknown[] | null | undefined): PointedMessage[] | undefined {
  const [list] = details ?? [];
  if (!Array.isArray(list)) return undefined;
  const pointers = list.filter(
    (item): item is PointedMessage =>
      isJsonObject(item) && typeof item['pointer'] === 'string' && typeof item['message'] === 'string',
  );
  return pointers.length > 0 ? pointers : undefined;
}
