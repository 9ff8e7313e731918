import { type Client, QueryRejectedError } from '@temporalio/client';
import { REQUEST_QUERY, type RetryCommand } from '../contract/index.ts';
import { mergeRequest, pointIntoChange, type RequestQueryAnswer } from '../contract/merge.ts';
import { parseRequest } from '../contract/schemas.ts';
import { AlreadyClosedError, InternalError, InvalidError } from './errors.ts';
import { queryOpen, type RunAnswer, type RunRef } from './run-answer.ts';

/**
 * Checks a `retry` that changes the request: merged into the request as it stands, it must fit the schema. The run
 * checks again, as far as it can without the schema.
 * @throws InvalidError with pointers into the command's body; nothing was sent.
 */
export async function checkCorrection(client: Client, run: RunRef, body: RetryCommand): Promise<void> {
  if (body.patch === undefined && body.lines === undefined) return;
  const current = await currentRequest(client, run);
  const merged = mergeRequest(current.request, body);
  if (merged.errors !== undefined) throw misfit(run, merged.errors);
  const parsed = parseRequest(merged.ok.request, current);
  if (parsed.errors === undefined) return;
  throw misfit(
    run,
    parsed.errors.map(({ pointer, message }) => ({ pointer: pointIntoChange(pointer, body), message })),
  );
}

const misfit = (run: RunRef, errors: { pointer: string; message: string }[]): InvalidError =>
  new InvalidError(`${run.name}: the corrected request does not fit the schema`, { errors });

async function currentRequest(client: Client, run: RunRef): Promise<RequestQueryAnswer> {
  try {
    return readCurrent(await queryOpen(client, run, REQUEST_QUERY), run);
  } catch (error) {
    if (!(error instanceof QueryRejectedError)) throw error;
    throw new AlreadyClosedError(`${run.name}: it has ended and takes no commands`, { cause: error });
  }
}

/** Its own code wrote it, so this edge trusts it. */
function readCurrent(answer: RunAnswer, run: RunRef): RequestQueryAnswer {
  const { request, userId, tag } = answer as Partial<RequestQueryAnswer>;
  if (request === undefined || userId === undefined || tag === undefined)
    throw new InternalError(`${run.name}: its run answered something else than its request`);
  return { v: 1, request, userId, tag };
}
