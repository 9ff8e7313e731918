import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Memory of a process in use, in MiB. */
export function rssMib(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kib ?? 0) / 1024);
  } catch {
    // Where there is no /proc.
    return Math.round(
      Number(execFileSync('ps', ['-o', 'rss=', '-p', `${pid}`], { encoding: 'utf8' })) / 1024,
    );
  }
}

/** What a worker used over time, a reading each so many seconds. */
export class MemoryLine {
  readonly #mib: number[] = [];

  add(mib: number): void {
    this.#mib.push(mib);
  }

  get readings(): readonly number[] {
    return this.#mib;
  }

  /**
   * Why the line is not flat, or null. The first third is for caches that fill; then the median of the last third may
   * be above that of the second by a tenth and 25 MiB, which is how much a collection leaves one time or the other.
   */
  notFlat(): string | null {
    const third = Math.floor(this.#mib.length / 3);
    if (third < 6) return null;
    const before = median(this.#mib.slice(third, 2 * third));
    const after = median(this.#mib.slice(2 * third));
    const limit = before * 1.1 + 25;
    return after <= limit
      ? null
      : `the worker's memory grows: ${before} MiB in the second third, ${after} MiB in the last`;
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
