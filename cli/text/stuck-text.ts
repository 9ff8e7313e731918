import { type Command, STUCK, type Stuck, type StuckReason } from '../../contract/index.ts';
import { cny } from './amounts.ts';
import { oneLine } from './one-line.ts';
import { age, clock } from './times.ts';

/** Beside `abort` and `hold`, which every open run takes. */
export const nextActions = (actions: readonly Command[]): string =>
  actions.filter((action) => action !== 'abort' && action !== 'hold').join(', ');

// A newer version may have parked a run for a reason that this one does not know.
const meaning = (reason: StuckReason): string | undefined => (STUCK[reason] ?? undefined)?.means;

/** What each command still needs behind its id. */
const OPERANDS: Partial<Record<Command, string>> = { adopt: ' <order ids>' };

/** Why a run waits, and the commands that put it right, ready to be said. `id` is what they are said to. */
export function stuckLines(id: string, stuck: Stuck): string[] {
  const {
    reason,
    step,
    message,
    since,
    attempts,
    actions,
    revision,
    dueFen,
    payUrl,
    candidates = [],
  } = stuck;
  const means = meaning(reason);
  return [
    `${id} waits for a person: ${reason}${means === undefined ? '' : ` - ${means}`}`,
    `  ${oneLine(message)}`,
    `  since ${clock(since)} (${age(since)}), step ${step}, attempt ${attempts}`,
    ...(dueFen === undefined ? [] : [`  due ${cny(dueFen)}`]),
    ...(payUrl === undefined ? [] : [`  pay at ${oneLine(payUrl)}`]),
    ...candidates.map(
      ({ orderId, totalFen, createdAt, differs }) =>
        `  could be ${orderId}: ${cny(totalFen)}, created ${clock(createdAt)}${differs.length > 0 ? `; differs: ${oneLine(differs.join(', '))}` : ''}`,
    ),
    ...actions.map((action) => `    orders ${action} ${id}${OPERANDS[action] ?? ''} --revision ${revision}`),
  ];
}
