import { type CpuReading, cpuPerPiece, readCpu, round } from './cpu.ts';

/** A system under measure: what starts one purchase and resolves with its end, and the processes it runs in. */
export interface Driven {
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
}

export interface Load {
  /** How many purchases. */
  count: number;
  /** How many are under way at any time. */
  atOnce: number;
  /** How many before the clock starts. */
  warmUp: number;
}

/** Runs the purchases, always so many at once, and takes the time. */
export async function drive(driven: Driven, { count, atOnce, warmUp }: Load): Promise<Timing> {
  await all(driven, 'warm', warmUp, atOnce);
  const before = readCpu(driven.pids);
  const lives = await all(driven, 'po', count, atOnce);
  return timing(before, readCpu(driven.pids), lives);
}

function timing(before: CpuReading, after: CpuReading, lives: number[]): Timing {
  const sorted = [...lives].sort((a, b) => a - b);
  const { ms, others } = cpuPerPiece(before, after, lives.length);
  return {
    perSecond: round((lives.length * 1000) / (after.at - before.at), 2),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuMs: ms,
    otherCores: others,
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

async function all(driven: Driven, prefix: string, count: number, atOnce: number): Promise<number[]> {
  const lives: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) {
      const began = performance.now();
      next += 1;
      await driven.purchase(`${prefix}-${String(next).padStart(5, '0')}`);
      lives.push(Math.round(performance.now() - began));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
  return lives;
}
