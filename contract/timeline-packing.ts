import type { TimelineEntry } from './view.ts';

/** An entry of a timeline as histories hold it; `by` is left out for the system, and then the detail where there is none. */
export type PackedEntry = [at: string, what: string, detail?: string, by?: string];

export function packEntry({ at, what, detail, by }: TimelineEntry): PackedEntry {
  if (by !== 'system') return [at, what, detail, by];
  return detail === '' ? [at, what] : [at, what, detail];
}

export const unpackEntry = ([at, what, detail = '', by = 'system']: PackedEntry): TimelineEntry => ({
  at,
  what,
  detail,
  by,
});

/** What a closing view says of its times: it began with the first entry of its timeline, and changed and closed with the last. */
export function usualTimes(timeline: readonly PackedEntry[], changedAt: string | undefined) {
  const [first = ''] = timeline[0] ?? [];
  const [last = ''] = timeline.at(-1) ?? [];
  return { startedAt: first, changedAt: last, closedAt: changedAt ?? last };
}
