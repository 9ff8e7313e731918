import type { AnswerOf, Outcome } from '../pandapon/index.ts';
import { beating, wasOutBefore } from './effect.ts';
import { credentialsRefused, notSent, troubleText } from './look.ts';
import { missing } from './observe.ts';
import { standingOf, wasPaid } from './order-life.ts';
import { isGone } from './read-order.ts';
import { readBack, readBefore } from './reread.ts';
import type { OrderObservation, PayInput, PayResult } from './types.ts';
import type { World } from './world.ts';

/** The platform says that quota or risk control forbids to pay this order (docs/reference/platform.md, "Payment"). */
const CANT_PAY = 'CANT_PAY';

type Answer = Outcome<AnswerOf<'alibaba.order.payUrl'>>;

/** Pays one order: reads it, sends at most once, and lets only a read say what became of it. */
export function pay(world: World, input: PayInput): Promise<PayResult> {
  return beating(async () => {
    const before = await readPayable(world, input, mayBeOut(input));
    if (before.kind !== 'payable') return before;
    const { orderId, userId } = input;
    const answer = await world.pandapon.call('alibaba.order.payUrl', { orderId }, { userId });
    if (answer.kind === 'not-sent') return notSent(world, answer);
    if (answer.kind === 'credentials') return credentialsRefused(answer);
    const after = await readBack(world, input, mayShowLate(answer) ? wasPaid : null);
    if (after.seen === null) return unread(answer, after.why);
    if (wasPaid(after.seen)) return { kind: 'paid', order: after.seen, sent: true };
    return unpaid(answer, after.seen);
  });
}

interface Payable {
  userId: string;
  orderId: string;
  ceilingFen: number;
}

/** Three calls of the default time-out: so long a task that was left behind can still be out. */
const OUT_AT_MOST_MS = 30_000;

/** Whether an earlier payment can still be out: a Reset of the run, or of the activity, leaves it behind. */
export const mayBeOut = ({ reset }: { reset?: boolean | undefined }): boolean =>
  reset === true || wasOutBefore();

/**
 * An order that may be paid, or the result of a pay that is not sent. `outBefore`: an earlier payment can still be out;
 * an order that reads unpaid is then read again when that has ended.
 */
export async function readPayable(
  world: World,
  order: Payable,
  outBefore: boolean,
): Promise<{ kind: 'payable' } | PayResult> {
  const before = await readStanding(world, order);
  if (before.kind !== 'payable' || !outBefore) return before;
  await world.wait(OUT_AT_MOST_MS);
  return readStanding(world, order);
}

async function readStanding(world: World, order: Payable): Promise<{ kind: 'payable' } | PayResult> {
  const reading = await readBefore(world, order);
  if (isGone(reading)) return missing(order, reading);
  if (reading.kind === 'credentials') return credentialsRefused(reading);
  if (reading.kind !== 'read') return notSent(world, reading);
  const { seen } = reading;
  switch (standingOf(seen)) {
    case 'paid':
    case 'confirmed':
      return { kind: 'paid', order: seen, sent: false };
    case 'closed':
    case 'odd':
      return { kind: 'not-payable', order: seen };
    case 'unpaid':
      // Written so that a ceiling that is no number pays nothing.
      return seen.dueFen <= order.ceilingFen ? { kind: 'payable' } : { kind: 'above-ceiling', order: seen };
  }
}

/** A debit may show some seconds after the answer, whatever that said; not where it asks a person to pay, or refuses. */
const mayShowLate = (answer: Answer): boolean =>
  answer.kind === 'unknown' || (answer.kind === 'done' && !answer.data.payUrl && !cantPay(answer.data));

const cantPay = ({ cantPayOrderList }: AnswerOf<'alibaba.order.payUrl'>): boolean =>
  (cantPayOrderList ?? []).length > 0;

function unread(answer: Answer, why: Parameters<typeof troubleText>[0]): PayResult {
  if (answer.kind === 'refused') return refused(answer, null);
  const sent = answer.kind === 'done' ? '' : `${troubleText(answer)}; `;
  return { kind: 'unknown', message: `${sent}not read back: ${troubleText(why)}` };
}

function unpaid(answer: Answer, order: OrderObservation): PayResult {
  if (answer.kind === 'refused') return refused(answer, order);
  if (answer.kind !== 'done') return { kind: 'unpaid', order, message: troubleText(answer) };
  if (cantPay(answer.data)) {
    const message = 'quota or risk control of the platform forbids to pay this order';
    return { kind: 'refused', order, code: CANT_PAY, message };
  }
  const { payUrl, protocolPaySuccess } = answer.data;
  if (payUrl) return { kind: 'link', order, payUrl };
  const said = protocolPaySuccess === true ? 'said that it was paid' : 'did not say that it was paid';
  return { kind: 'unpaid', order, message: `the platform ${said}, and the order reads unpaid` };
}

const refused = (
  { code, message }: Extract<Answer, { kind: 'refused' }>,
  order: OrderObservation | null,
): PayResult => ({ kind: 'refused', order, code, message });
