import type { Actor, TimelineEntry } from '../contract/index.ts';

/** System entries are bounded; what a person did is never dropped. */
const SYSTEM_ENTRIES_KEPT = 50;

const isOfAPerson = (entry: TimelineEntry): boolean => entry.by.includes(':');

/** Adds an entry. `at` is the instant in ms. */
export function note(
  timeline: TimelineEntry[],
  at: number,
  what: string,
  detail: string,
  by: Actor = 'system',
): void {
  timeline.push({ at: new Date(at).toISOString(), what, detail, by });
  const system = timeline.filter((entry) => !isOfAPerson(entry)).length;
  if (system > SYSTEM_ENTRIES_KEPT) {
    const oldest = timeline.findIndex((entry) => !isOfAPerson(entry));
    timeline.splice(oldest, 1);
  }
}
