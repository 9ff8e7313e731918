import type { Clock } from './clock.ts';

interface Entry {
  at: number;
  order: number;
  task: () => void;
}

/** setTimeout counts in a signed 32-bit number of milliseconds. */
const LONGEST_TIMEOUT = 2_147_483_647;

/** Everything that will happen later, in one queue ordered by time; what is due runs in that order. */
export class TimerQueue {
  readonly #clock: Clock;
  readonly #armed: boolean;
  #heap: Entry[] = [];
  #pushed = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `armed`: wakes by itself; otherwise somebody calls `runDue`. */
  constructor(clock: Clock, armed: boolean) {
    this.#clock = clock;
    this.#armed = armed;
  }

  /** Runs `task` once `at` has come. Entries are never taken back: a task checks for itself if it is still wanted. */
  push(at: number, task: () => void): void {
    this.#pushed += 1;
    this.#heap.push({ at, order: this.#pushed, task });
    this.#rise(this.#heap.length - 1);
    if (this.#heap[0]?.order === this.#pushed) this.#arm();
  }

  /** The instant of the next entry, or null. */
  nextAt(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  /** Runs all that is due, also what the tasks themselves make due. */
  runDue(): void {
    for (let next = this.#heap[0]; next && next.at <= this.#clock.now(); next = this.#heap[0]) {
      this.#removeFirst();
      next.task();
    }
    this.#arm();
  }

  /** Runs what comes up to `until`, moving the clock from each instant to the next; `between` is awaited at each. */
  async runUntil(
    until: number,
    moveTo: (instant: number) => void,
    between: () => Promise<void>,
  ): Promise<void> {
    for (let at = this.nextAt(); at !== null && at <= until; at = this.nextAt()) {
      moveTo(at);
      this.runDue();
      await between();
    }
    moveTo(until);
  }

  close(): void {
    this.#closed = true;
    this.#heap = [];
    clearTimeout(this.#timer);
  }

  #arm(): void {
    if (!this.#armed || this.#closed) return;
    clearTimeout(this.#timer);
    const at = this.nextAt();
    if (at === null) return;
    const wait = Math.min(Math.max(at - this.#clock.now(), 0), LONGEST_TIMEOUT);
    this.#timer = setTimeout(() => this.runDue(), wait);
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfEarlier(child, parent)) return;
      child = parent;
    }
  }

  #sink(start: number): void {
    let parent = start;
    for (;;) {
      const left = parent * 2 + 1;
      const right = left + 1;
      const earlier = this.#isEarlier(right, left) ? right : left;
      if (!this.#swapIfEarlier(earlier, parent)) return;
      parent = earlier;
    }
  }

  #isEarlier(a: number, b: number): boolean {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (!first || !second) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  #swapIfEarlier(a: number, b: number): boolean {
    const first = this.#heap[a];
    const second = this.#heap[b];
    if (!first || !second || !this.#isEarlier(a, b)) return false;
    this.#heap[a] = second;
    this.#heap[b] = first;
    return true;
  }
}
