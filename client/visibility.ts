import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { isPlanned, STUCK_REASONS, WORKFLOW_TYPES } from '../contract/index.ts';
import { isJsonObject } from '../contract/plain-json.ts';
import { type RunAttributes, readAttributes } from './attributes.ts';
import { InvalidError } from './errors.ts';
import type { OrderFilter, PurchaseFilter, StuckFilter } from './filters.ts';
import { callTemporal } from './temporal-call.ts';

/** What lists are made of: Temporal's visibility, where a change shows within seconds. */

/** A text in a visibility query. Quotes are doubled, backslashes too: a filter can't become a condition. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const PLANNED = STUCK_REASONS.filter(isPlanned);

/** Whatever a list can be narrowed by. */
type Filter = Omit<PurchaseFilter & OrderFilter & StuckFilter, 'stage'> & { stage?: string | undefined };

/** The conditions of a filter for runs of one kind, or of both. */
export function visibilityQuery(types: readonly (keyof typeof WORKFLOW_TYPES)[], filter: Filter): string {
  const is = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`${name} = ${quoted(value)}`];
  const before = (name: string, sign: string, value: string | undefined) =>
    value === undefined ? [] : [`${name} ${sign} ${quoted(new Date(value).toISOString())}`];
  return [
    `WorkflowType IN (${types.map((type) => quoted(WORKFLOW_TYPES[type])).join(', ')})`,
    // Of a run that went on as a new one, only the new one counts.
    `ExecutionStatus != 'ContinuedAsNew'`,
    ...stuckConditions(filter),
    ...is('OrderStage', filter.stage),
    ...is('PandaponUser', filter.userId),
    ...is('Labels', filter.label),
    ...is('PurchaseId', filter.purchaseId),
    ...is('BillNos', filter.billNo),
    ...before('DueAt', '<', filter.dueBefore),
    ...before('ChangedAt', '>', filter.changedAfter),
  ].join(' AND ');
}

function stuckConditions({ stuck, reason, planned }: Filter): string[] {
  const running = `ExecutionStatus = 'Running'`;
  if (reason !== undefined) return [running, `StuckReason = ${quoted(reason)}`];
  if (stuck === undefined) return [];
  if (!stuck) return ['StuckReason IS NULL'];
  const any = [running, 'StuckReason IS NOT NULL'];
  return planned === true ? any : [...any, `StuckReason NOT IN (${PLANNED.map(quoted).join(', ')})`];
}

/** A run as visibility shows it. */
export interface ListedRun extends RunAttributes {
  workflowId: string;
  runId: string;
  /** Temporal's own word of the run. */
  open: boolean;
  terminated: boolean;
  startedAt: string;
  closedAt: string | null;
  memo: Readonly<Record<string, Payload>>;
}

export interface ListedPage {
  runs: ListedRun[];
  /** null: the last page. */
  next: Uint8Array | null;
}

const RUNNING = 1;
const TERMINATED = 5;

interface Instant {
  seconds?: unknown;
  nanos?: number | null;
}
const isoOf = (at: Instant | null | undefined): string | null =>
  at == null ? null : new Date(Number(at.seconds) * 1000 + Math.trunc((at.nanos ?? 0) / 1e6)).toISOString();

/** One page of runs, newest first. */
export async function listRuns(
  client: Client,
  query: string,
  page: { size: number; token?: Uint8Array | undefined },
): Promise<ListedPage> {
  const answer = await callTemporal(client, 'list', () =>
    client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query,
      pageSize: page.size,
      nextPageToken: page.token ?? new Uint8Array(),
    }),
  );
  const runs = answer.executions.map(
    (run): ListedRun => ({
      ...readAttributes(run.searchAttributes?.indexedFields),
      workflowId: run.execution?.workflowId ?? '',
      runId: run.execution?.runId ?? '',
      open: run.status === RUNNING,
      terminated: run.status === TERMINATED,
      startedAt: isoOf(run.startTime) ?? '',
      closedAt: isoOf(run.closeTime),
      memo: run.memo?.fields ?? {},
    }),
  );
  return {
    runs: await withoutReset(client, runs),
    next: answer.nextPageToken.length > 0 ? answer.nextPageToken : null,
  };
}

/** A Reset leaves the old run behind as terminated: only the newest run of an id is shown. */
async function withoutReset(client: Client, runs: ListedRun[]): Promise<ListedRun[]> {
  const kept = await Promise.all(
    runs.map(async (run) => {
      if (!run.terminated) return true;
      const newest = await callTemporal(client, 'list', () =>
        client.workflow.getHandle(run.workflowId).describe(),
      );
      return newest.runId === run.runId;
    }),
  );
  return runs.filter((_, index) => kept[index]);
}

/** Turns a page token into text that a caller can hand back, with the same filter only. */
export function cursorFor(query: string, position: string): string {
  return Buffer.from(JSON.stringify({ q: fingerprint(query), p: position })).toString('base64url');
}

/** The position in a cursor. @throws InvalidError when it is not one of this list. */
export function positionIn(query: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const { q, p } = readCursor(cursor);
  if (q === fingerprint(query) && typeof p === 'string') return p;
  const errors = [{ pointer: '/cursor', message: 'is not a cursor of this list with this filter' }];
  throw new InvalidError('the cursor does not fit the list', { errors });
}

function readCursor(cursor: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

const fingerprint = (query: string): string =>
  createHash('sha256').update(query).digest('base64url').slice(0, 12);
