import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Seconds of processor time that a process has used, all its threads together; 0 where there is no `/proc`. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}

/** What Linux counts processor time in, on every machine that runs Node. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that the whole machine has used. */
export function machineSeconds(): number {
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return busy.reduce((sum, each) => sum + each, 0) / 1000;
}

/** Processor time of some named processes, and of everything else on the machine. */
export interface CpuReading {
  at: number;
  processes: Record<string, number>;
  machine: number;
}

export function readCpu(pids: Readonly<Record<string, number>>): CpuReading {
  const processes = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuSeconds(pid)]));
  return { at: Date.now(), processes, machine: machineSeconds() };
}

/** Milliseconds of each process per piece of work, and how many cores others had meanwhile. */
export function cpuPerPiece(before: CpuReading, after: CpuReading, pieces: number) {
  const used = Object.entries(after.processes).map(
    ([name, seconds]) => [name, seconds - (before.processes[name] ?? 0)] as const,
  );
  const ours = used.reduce((sum, [, seconds]) => sum + seconds, 0);
  const seconds = (after.at - before.at) / 1000;
  return {
    ms: Object.fromEntries(used.map(([name, each]) => [name, round((each * 1000) / pieces, 1)])),
    others: round(Math.max(0, after.machine - before.machine - ours) / seconds, 2),
  };
}

export const round = (value: number, digits: number): number => Number(value.toFixed(digits));
