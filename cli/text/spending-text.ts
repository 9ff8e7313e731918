import type { Spending } from '../../client/index.ts';
import { oneLine } from './one-line.ts';
import { clock } from './times.ts';

/** The switch as a sentence: `Spending is off since 2026-01-31 08:00:00, by cli:li: stock count`. */
export function spendingText({ state, since, by, note }: Spending): string {
  const when = since === null ? '' : ` since ${clock(since)}`;
  const who = by === null ? '' : `, by ${by}`;
  return oneLine(`Spending is ${state}${when}${who}${note === null ? '' : `: ${note}`}`);
}
