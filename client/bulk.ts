import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { ErrorCode, RunKind, StuckReason } from '../contract/index.ts';
import { parseBody, stuckRetrySchema } from '../contract/schemas.ts';
import { bodyHash } from './body-hash.ts';
import { answerTo, type CommandOptions, sendCommand } from './commands.ts';
import { IdempotencyKeyReusedError, InvalidError, isPandaponOrdersError } from './errors.ts';
import { mapBounded } from './map-bounded.ts';
import type { RunRef } from './run-answer.ts';
import { listStuck, type StuckItem } from './stuck-list.ts';
import { callTemporal } from './temporal-call.ts';
import { orderRun, purchaseRun } from './views.ts';

/** Which stuck runs to retry: by reason, by ids (of purchases or orders), or all that wait unplanned. */
export interface BulkRetry {
  reason?: StuckReason | undefined;
  ids?: string[] | undefined;
  by?: string | undefined;
  note?: string | undefined;
  /** Deadlines then stand at this instant. */
  until?: string | undefined;
  /** Say what would be done, do nothing. */
  dryRun?: boolean | undefined;
}

/** What became of one item. */
export interface BulkResult {
  kind: RunKind;
  id: string;
  ok: boolean;
  /** `PLANNED`: the plan asks a person here, so a bulk retry leaves it alone. */
  code?: ErrorCode | 'PLANNED';
  detail?: string;
}

const AT_ONCE = 8;
/** Each retry is a look at the platform: a thousand of them are to come over twenty seconds, not at once. */
const PER_SECOND = 50;
/** When so many answers in a row did not come, the rest is not tried: nobody is there to take them. */
const UNANSWERED_IN_A_ROW = AT_ONCE;

/** Keys of bulk retries stand apart from those of single ones. */
const ROUTE = 'stuck/retry';

/**
 * Retries many stuck runs, paced, each with the revision it was seen with. Every item is answered. Sent again with the
 * same idempotency key, it retries no run a second time: one that took it answers the first time again.
 * @throws InvalidError for a body that does not fit; IdempotencyKeyReusedError when no run was retried and one of them
 * knows the key by another body; TemporalUnavailableError when the list can't be read.
 */
export async function retryStuck(
  client: Client,
  body: BulkRetry,
  options: CommandOptions = {},
): Promise<{ results: BulkResult[] }> {
  const { ok: read, errors } = parseBody<BulkRetry>(stuckRetrySchema, body);
  if (read === undefined) throw new InvalidError('the bulk retry does not fit', { errors });
  const chosen = await choose(client, read);
  const bulk: Bulk = { ...read, options, call: { route: ROUTE, body: read }, pace: new Pace() };
  const found = await mapBounded(chosen.items, AT_ONCE, (item) => retryOne(client, item, bulk));
  const absent = await mapBounded(chosen.absent, AT_ONCE, (id) => notStuck(client, id, bulk));
  const results = [...found, ...absent];
  if (!results.some(({ ok }) => ok) && results.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED'))
    throw new IdempotencyKeyReusedError('bulk retry: this idempotency key was used with another body');
  return { results };
}

/** One bulk retry that is under way. */
interface Bulk extends BulkRetry {
  options: CommandOptions;
  /** What its key counts for. */
  call: { route: string; body: BulkRetry };
  pace: Pace;
}

async function choose(client: Client, { reason, ids }: BulkRetry) {
  const wanted = ids === undefined ? undefined : new Set(ids);
  const items: StuckItem[] = [];
  const planned = reason !== undefined || wanted !== undefined;
  for await (const item of listStuck(client, { reason, planned }))
    if (wanted === undefined || wanted.has(item.id)) items.push(item);
  const seen = new Set(items.map((item) => item.id));
  return { items, absent: [...(wanted ?? [])].filter((id) => !seen.has(id)) };
}

async function retryOne(
  client: Client,
  item: StuckItem,
  { by, note, until, dryRun, options, call, pace }: Bulk,
): Promise<BulkResult> {
  const { kind, id, revision } = item;
  if (item.planned)
    return { kind, id, ok: false, code: 'PLANNED', detail: `waits for ${item.reason}, as planned` };
  if (dryRun === true) return { kind, id, ok: true, detail: `would retry ${item.reason}` };
  if (pace.nobodyAnswers)
    return { kind, id, ok: false, code: 'NO_WORKER', detail: 'not tried: those before it were not answered' };
  await pace.turn();
  const run = kind === 'order' ? orderRun(item.platform, id) : purchaseRun(id);
  try {
    await sendCommand(client, run, {
      ...options,
      command: 'retry',
      body: { by, note, until, revision },
      call,
    });
    pace.answered();
    return { kind, id, ok: true };
  } catch (error) {
    if (!isPandaponOrdersError(error)) throw error;
    if (error.status === 503) pace.unanswered();
    else pace.answered();
    return { kind, id, ok: false, code: error.code, detail: error.message };
  }
}

/** Shorter digits are rather a caller's own id. */
const LOOKS_LIKE_AN_ORDER = /^\d{16,32}$/;

/** An id that was asked for and does not wait: why. It may have taken this very retry before. */
async function notStuck(client: Client, id: string, bulk: Bulk): Promise<BulkResult> {
  const kind: RunKind = LOOKS_LIKE_AN_ORDER.test(id) ? 'order' : 'purchase';
  const other: RunKind = kind === 'order' ? 'purchase' : 'order';
  for (const each of [kind, other]) {
    const status = await statusOf(client, each, id);
    if (status === null) continue;
    const code = status === 'RUNNING' ? 'NOT_STUCK' : 'ALREADY_CLOSED';
    return (await tookBefore(client, each, id, bulk)) ?? { kind: each, id, ok: false, code };
  }
  return { kind, id, ok: false, code: 'NOT_FOUND' };
}

/** What a run answered to the same key before; null: it never heard it, or there is no key. */
async function tookBefore(
  client: Client,
  kind: RunKind,
  id: string,
  { call, options: { idempotencyKey, door } }: Bulk,
): Promise<BulkResult | null> {
  if (idempotencyKey === undefined) return null;
  const answer = await answerTo(client, runOf(kind, id), { route: call.route, idempotencyKey, door });
  if (answer === null) return null;
  if (answer.bodyHash === bodyHash(call.body)) return { kind, id, ok: true };
  return { kind, id, ok: false, code: 'IDEMPOTENCY_KEY_REUSED' };
}

/** Ids of the bulk retry name no platform: so far orders are of 1688. */
const runOf = (kind: RunKind, id: string): RunRef =>
  kind === 'order' ? orderRun('1688', id) : purchaseRun(id);

/** What Temporal says of a run; null: there is none, or can't be. */
async function statusOf(client: Client, kind: RunKind, id: string): Promise<string | null> {
  try {
    const run = runOf(kind, id);
    const handle = client.workflow.getHandle(run.workflowId);
    const { status } = await callTemporal(client, run.name, () => handle.describe());
    return status.name;
  } catch (error) {
    if (isPandaponOrdersError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}

/** Lets calls out evenly, and notices when nobody answers. */
class Pace {
  #next = Date.now();
  #silent = 0;

  get nobodyAnswers(): boolean {
    return this.#silent >= UNANSWERED_IN_A_ROW;
  }

  async turn(): Promise<void> {
    const at = Math.max(this.#next, Date.now());
    this.#next = at + 1000 / PER_SECOND;
    await sleep(at - Date.now());
  }

  answered(): void {
    this.#silent = 0;
  }

  unanswered(): void {
    this.#silent += 1;
  }
}
