import type { Client } from '@temporalio/client';
import {
  isClosedStage,
  ORDER_STAGES,
  PURCHASE_STAGES,
  type RunKind,
  STUCK_REASONS,
} from '../contract/index.ts';
import { listStuck, type StuckItem } from './stuck-list.ts';
import { callTemporal } from './temporal-call.ts';
import { quoted, visibilityQuery } from './visibility.ts';

/** Figures for metrics: what is open and where, what waits and since when. */
export interface Counts {
  open: { kind: RunKind; stage: string; count: number }[];
  /** Every reason, also those that nothing waits for. Planned waits count too. */
  stuck: { reason: string; count: number }[];
  /** The oldest wait that was not planned; null: none. */
  oldestStuckSince: string | null;
}

/** Counts open and stuck runs, from visibility: no worker is needed. About ten calls and one list. */
export async function countRuns(client: Client): Promise<Counts> {
  const stages = [
    ...PURCHASE_STAGES.map((stage) => ({ kind: 'purchase' as const, stage })),
    ...ORDER_STAGES.map((stage) => ({ kind: 'order' as const, stage })),
  ].filter(({ stage }) => !isClosedStage(stage));
  const open = await Promise.all(
    stages.map(async (each) => ({ ...each, count: await countOpen(client, each.kind, each.stage) })),
  );
  const items: StuckItem[] = [];
  for await (const item of listStuck(client, { planned: true })) items.push(item);
  const stuck = STUCK_REASONS.map((reason) => ({
    reason,
    count: items.filter((item) => item.reason === reason).length,
  }));
  return { open, stuck, oldestStuckSince: items.find((item) => !item.planned)?.since ?? null };
}

async function countOpen(client: Client, kind: RunKind, stage: string): Promise<number> {
  const query = `${visibilityQuery([kind], { stage })} AND ExecutionStatus = ${quoted('Running')}`;
  const { count } = await callTemporal(client, 'counts', () => client.workflow.count(query));
  return count;
}
