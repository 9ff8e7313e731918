import { sleep } from '@temporalio/workflow';
import type { Bell } from './bell.ts';

/**
 * The one timer of a run, armed lazily: only when the needed instant is earlier than the armed one, and never
 * cancelled. When it fires it rings; what is due is computed from absolute times.
 */
export class WakeUp {
  private armedFor = Number.POSITIVE_INFINITY;

  constructor(private readonly bell: Bell) {}

  /** Makes sure that the run wakes at `at` (ms) or earlier. `why` labels the bar in the timeline. */
  arm(at: number, now: number, why: string): void {
    if (!Number.isFinite(at) || this.armedFor <= at) return;
    this.armedFor = at;
    void sleep(Math.max(1, at - now), { summary: why }).then(() => {
      if (this.armedFor === at) this.armedFor = Number.POSITIVE_INFINITY;
      this.bell.ring();
    });
  }
}
