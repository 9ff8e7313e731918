import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import {
  actionsFor,
  type Command,
  isPlanned,
  MEMO,
  type Platform,
  type RunKind,
  STUCK_REASONS,
  type StuckReason,
} from '../contract/index.ts';
import { isJsonObject } from '../contract/plain-json.ts';
import { type PageOptions, pageSchema, readFilter, type StuckFilter, stuckFilterSchema } from './filters.ts';
import { type Listing, orderIdIn, type Page } from './lists.ts';
import { mapBounded } from './map-bounded.ts';
import { cursorFor, type ListedRun, listRuns, positionIn, visibilityQuery } from './visibility.ts';

/** Something that waits for a person, as a list shows it. */
export interface StuckItem {
  kind: RunKind;
  /** The purchase's id, or the platform's order id. */
  id: string;
  purchaseId: string;
  platform: Platform;
  reason: StuckReason;
  message: string;
  since: string;
  actions: Command[];
  /** To be said with the command, so that two people don't do it twice. */
  revision: number;
  totalFen: number;
  userId: string;
  labels: Record<string, string>;
  dueAt: string | null;
  payUrl?: string;
  /** The plan asks a person; nothing went wrong. */
  planned: boolean;
}

export interface StuckPage extends Page<StuckItem> {
  total: number;
}

/** Runs read from visibility at a time; the server's own largest page. */
const READ_AT_ONCE = 1000;
const DECODED_AT_ONCE = 50;

/**
 * What waits for a person, oldest first. Answered from memos: no run is asked, no worker is needed.
 * @throws InvalidError for a filter that does not fit.
 */
export function listStuck(client: Client, filter: StuckFilter = {}): Listing<StuckItem, StuckPage> {
  const read = readFilter(stuckFilterSchema, filter);
  const query = visibilityQuery(['purchase', 'order'], { ...read, stuck: true });
  return {
    page: (options = {}) => stuckPage(client, query, options),
    async *[Symbol.asyncIterator]() {
      yield* await readAll(client, query);
    },
  };
}

async function stuckPage(client: Client, query: string, options: PageOptions): Promise<StuckPage> {
  const { limit, cursor } = readFilter(pageSchema, options);
  const after = positionIn(query, cursor);
  const all = await readAll(client, query);
  const rest = after === undefined ? all : all.filter((item) => placeOf(item) > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const more = rest.length > items.length && last !== undefined;
  return { items, nextCursor: more ? cursorFor(query, placeOf(last)) : null, total: all.length };
}

/** Where an item stands: instants in UTC sort as text. */
const placeOf = (item: StuckItem): string => `${item.since} ${item.kind} ${item.id}`;

/** SQL visibility does not sort, and a thousand items are a fraction of a second: all are read and sorted here. */
async function readAll(client: Client, query: string): Promise<StuckItem[]> {
  const items: StuckItem[] = [];
  let token: Uint8Array | undefined;
  do {
    const { runs, next } = await listRuns(client, query, { size: READ_AT_ONCE, token });
    items.push(...(await mapBounded(runs, DECODED_AT_ONCE, (run) => stuckItem(client, run))));
    token = next ?? undefined;
  } while (token !== undefined);
  const places = new Map(items.map((item) => [placeOf(item), item]));
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

async function stuckItem(client: Client, run: ListedRun): Promise<StuckItem> {
  // Attribute and memo are our runs' own words.
  const reason = run.stuckReason as StuckReason;
  const memo = await readMemo(client, run.memo[MEMO.stuck]);
  const order = run.workflowId.startsWith('order:') ? orderIdIn(run.workflowId) : null;
  const { message, since, actions, revision, payUrl, planned } = memo;
  return {
    kind: order === null ? 'purchase' : 'order',
    id: order?.orderId ?? run.purchaseId,
    purchaseId: run.purchaseId,
    platform: order?.platform ?? '1688',
    reason,
    message: typeof message === 'string' ? message : 'its memo can not be read: look at its view',
    since: typeof since === 'string' ? since : (run.changedAt ?? run.startedAt),
    actions: Array.isArray(actions) ? (actions as Command[]) : knownActions(reason),
    revision: typeof revision === 'number' ? revision : 0,
    totalFen: run.totalFen,
    userId: run.userId,
    labels: run.labels,
    dueAt: run.dueAt,
    ...(typeof payUrl === 'string' ? { payUrl } : {}),
    planned: typeof planned === 'boolean' ? planned : isKnown(reason) && isPlanned(reason),
  };
}

// A newer version may have parked it for a reason that this one does not know.
const isKnown = (reason: StuckReason): boolean => STUCK_REASONS.includes(reason);
const knownActions = (reason: StuckReason): Command[] => (isKnown(reason) ? actionsFor(reason) : []);

/** The memo `stuck`; empty when it is not there, or can't be decrypted any more: one such run must not hide the others. */
async function readMemo(client: Client, payload: Payload | undefined): Promise<Record<string, unknown>> {
  if (payload === undefined) return {};
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  try {
    let payloads = [payload];
    for (const codec of payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
    const [clear = payload] = payloads;
    const value: unknown = payloadConverter.fromPayload(clear);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
