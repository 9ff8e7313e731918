import type { Outcome } from '../pandapon/index.ts';
import { beating } from './effect.ts';
import { credentialsRefused, notSent, troubleText } from './look.ts';
import { missing } from './observe.ts';
import { standingOf } from './order-life.ts';
import { isGone } from './read-order.ts';
import { readBack, readBefore } from './reread.ts';
import type { CancelInput, CancelResult, OrderObservation } from './types.ts';
import type { World } from './world.ts';

/** Codes of a refused cancel (docs/reference/platform.md, "Cancel"). */
const TOO_FAST = '4001';
/** Paid, or closed: that is what the order will read. */
const SETTLED: ReadonlySet<string> = new Set(['4002', '4004']);
const TOO_FAST_TEXT = 'CLOSE_ORDER_TOO_FAST';
/** The platform cancels no order younger than this; a second more for its clock. */
const COOLING_MS = 11_000;
const UNKNOWN_STATUS = 'UNKNOWN_STATUS';

type Answer = Exclude<Outcome<boolean>, { kind: 'not-sent' | 'credentials' }>;

/** Cancels an unpaid order: reads it, sends at most once, reads it back. */
export function cancel(world: World, input: CancelInput): Promise<CancelResult> {
  return beating(async () => {
    const before = await readBefore(world, input);
    if (isGone(before)) return missing(input, before);
    if (before.kind === 'credentials') return credentialsRefused(before);
    if (before.kind !== 'read') return notSent(world, before);
    const settled = settledBefore(before.seen);
    if (settled !== null) return settled;
    const { orderId, userId } = input;
    const answer = await world.pandapon.call(
      'alibaba.order.cancel',
      { webSite: '1688', orderId, cancelReason: 'buyerCancel' },
      { userId },
    );
    if (answer.kind === 'not-sent') return notSent(world, answer);
    if (answer.kind === 'credentials') return credentialsRefused(answer);
    if (isTooFast(answer)) return tooEarly(world, before.seen);
    const decided = answer.kind === 'refused' && !SETTLED.has(answer.code);
    const after = await readBack(world, input, decided ? null : isNoLongerUnpaid);
    return after.seen === null ? unread(answer, after.why) : settle(answer, after.seen);
  });
}

function settledBefore(order: OrderObservation): CancelResult | null {
  const standing = standingOf(order);
  switch (standing) {
    case 'unpaid':
      return null;
    case 'closed':
      return { kind: 'cancelled', order, sent: false };
    case 'paid':
    case 'confirmed':
      return { kind: 'paid', order };
    case 'odd': {
      const message = `the order reads "${order.status}", which this version does not know; nothing was sent`;
      return { kind: 'refused', order, code: UNKNOWN_STATUS, message };
    }
  }
}

const isNoLongerUnpaid = (order: OrderObservation): boolean => standingOf(order) !== 'unpaid';

const isTooFast = (answer: Answer): boolean =>
  answer.kind === 'refused' && (answer.code === TOO_FAST || answer.message.includes(TOO_FAST_TEXT));

function tooEarly({ now }: World, order: OrderObservation): CancelResult {
  const left = Date.parse(order.createdAt) + COOLING_MS - now();
  // Between the clocks of two machines anything is possible: never more than the rule itself.
  const retryAfterSeconds = Math.max(1, Math.ceil(Math.min(left, COOLING_MS) / 1000));
  return { kind: 'too-early', order, retryAfterSeconds };
}

function unread(answer: Answer, why: Parameters<typeof troubleText>[0]): CancelResult {
  if (answer.kind === 'refused') {
    return { kind: 'refused', order: null, code: answer.code, message: answer.message };
  }
  return { kind: 'unknown', message: `not read back: ${troubleText(why)}` };
}

/** What was sent, judged by the order as it reads now. */
function settle(answer: Answer, order: OrderObservation): CancelResult {
  switch (standingOf(order)) {
    case 'closed':
      return { kind: 'cancelled', order, sent: true };
    case 'paid':
    case 'confirmed':
      return { kind: 'paid', order };
    case 'odd':
    case 'unpaid':
      if (answer.kind === 'refused')
        return { kind: 'refused', order, code: answer.code, message: answer.message };
      return { kind: 'still-open', order, message: stillOpenText(answer) };
  }
}

function stillOpenText(answer: Answer): string {
  if (answer.kind !== 'done') return troubleText(answer);
  const said = answer.data ? 'said that it was cancelled' : 'did not cancel it';
  return `the platform ${said}, and the order reads open`;
}
