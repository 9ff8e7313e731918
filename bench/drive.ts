import type { Client } from '@temporalio/client';
import { purchaseWorkflowId } from '../contract/names.ts';
import { type CpuReading, cpuPerPiece, readCpu, round } from './cpu.ts';

/** A system under measure: what starts one purchase and resolves with its end, and the processes it runs in. */
export interface Driven {
  readonly client: Client;
  purchase(id: string): Promise<unknown>;
  pids: Readonly<Record<string, number>>;
}

/** One timing. */
export interface Timing {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time per purchase by process. */
  cpuMs: Record<string, number>;
  /** Cores that other programs of this machine used meanwhile: above 0.2 the rate says little. */
  otherCores: number;
  /** Purchases that took more than a minute and were given up: a crowded machine lost a task of theirs. */
  late: number;
}

export interface Load {
  /** How many purchases. */
  count: number;
  /** How many are under way at any time. */
  atOnce: number;
  /** How many before the clock starts. */
  warmUp: number;
}

/** Runs the purchases, always so many at once, and takes the time. Throws when more than a tenth are late. */
export async function drive(driven: Driven, { count, atOnce, warmUp }: Load): Promise<Timing> {
  await all(driven, 'warm', warmUp, atOnce);
  const before = readCpu(driven.pids);
  const lives = await all(driven, 'po', count, atOnce);
  return timing(before, readCpu(driven.pids), lives, count);
}

function timing(before: CpuReading, after: CpuReading, lives: number[], count: number): Timing {
  const late = count - lives.length;
  if (late > count / 10) throw new Error(`${late} of ${count} purchases did not end within a minute`);
  const sorted = [...lives].sort((a, b) => a - b);
  const { ms, others } = cpuPerPiece(before, after, lives.length);
  return {
    perSecond: round((lives.length * 1000) / (after.at - before.at), 2),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuMs: ms,
    otherCores: others,
    late,
  };
}

/** Of sorted numbers; 0 of none. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

/** The milliseconds that each took. */
async function all(driven: Driven, prefix: string, count: number, atOnce: number): Promise<number[]> {
  const lives: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const began = performance.now();
      const ended = await endsInTime(driven, `${prefix}-${String(next).padStart(5, '0')}`);
      if (ended) lives.push(Math.round(performance.now() - began));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
  return lives;
}

const LATE_MS = 60_000;

/** A late one is terminated, so that nothing waits for it. */
async function endsInTime({ client, purchase }: Driven, id: string): Promise<boolean> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void client.workflow
      .getHandle(purchaseWorkflowId(id))
      .terminate('too late for a measurement')
      .catch(() => {});
  }, LATE_MS);
  try {
    await purchase(id);
    return true;
  } catch (error) {
    if (late) return false;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
