import { ApplicationFailure } from '@temporalio/activity';
import {
  type AnswerOf,
  BATCH_PAY_MAX,
  type Outcome,
  type Refused,
  refusalInside,
} from '../pandapon/index.ts';
import { beating } from './effect.ts';
import { credentialsRefused, notSent, troubleText } from './look.ts';
import { wasPaid } from './order-life.ts';
import { mayBeOut, readPayable } from './pay.ts';
import { shownText } from './platform-text.ts';
import { readBack } from './reread.ts';
import type { PayBatchInput, PayBatchResult, PayResult } from './types.ts';
import type { World } from './world.ts';

/** Reads of one batch that are out at the same time: 30 orders of a slow platform still end within three minutes. */
const AT_ONCE = 10;

/** Named by the platform among those that failed, without a code of its own. */
const PAY_FAILED = 'PAY_FAILED';

type Answer = Exclude<
  Outcome<AnswerOf<'alibaba.order.batchSubmitToPay'>>,
  { kind: 'not-sent' | 'credentials' }
>;
type Settled = { orderId: string; result: PayResult };

/**
 * Pays several orders with one submit. Each is read first: those that are paid, closed or above their ceiling are not
 * submitted, nor those that can't be read. What became of the others only a read of each says.
 * @throws ApplicationFailure (not retryable) above the platform's 30: a mistake of the caller
 */
export function payBatch(world: World, input: PayBatchInput): Promise<PayBatchResult> {
  const { userId, orders } = input;
  if (orders.length > BATCH_PAY_MAX) {
    throw ApplicationFailure.nonRetryable(
      `a batch of ${orders.length} orders: at most ${BATCH_PAY_MAX} are paid at once`,
    );
  }
  return beating(async () => {
    const outBefore = mayBeOut(input);
    const before = await inTurns(orders, async (order) => ({
      orderId: order.orderId,
      result: await readPayable(world, { userId, ...order }, outBefore),
    }));
    const refused = before.map(({ result }) => result).find(({ kind }) => kind === 'credentials');
    if (refused?.kind === 'credentials') return refused;
    // An order named twice is paid once.
    const orderIds = [
      ...new Set(before.filter(({ result }) => result.kind === 'payable').map(({ orderId }) => orderId)),
    ];
    const settled = before.flatMap(({ orderId, result }) =>
      result.kind === 'payable' ? [] : [{ orderId, result }],
    );
    if (orderIds.length === 0) return submitted(orders, settled);
    const answer = await world.pandapon.call('alibaba.order.batchSubmitToPay', { orderIds }, { userId });
    if (answer.kind === 'not-sent') return notSent(world, answer);
    if (answer.kind === 'credentials') return credentialsRefused(answer);
    const after = await inTurns(orderIds, async (orderId) => ({
      orderId,
      result: await readResult(world, { userId, orderId }, answer, orderIds),
    }));
    return submitted(orders, [...settled, ...after]);
  });
}

/** In the order of the input. */
const submitted = (orders: PayBatchInput['orders'], settled: readonly Settled[]): PayBatchResult => ({
  kind: 'submitted',
  orders: orders.flatMap(({ orderId }) => settled.filter((each) => each.orderId === orderId).slice(0, 1)),
});

async function readResult(
  world: World,
  order: { userId: string; orderId: string },
  answer: Answer,
  orderIds: readonly string[],
): Promise<PayResult> {
  const refusal = refusalOf(answer, order.orderId, orderIds);
  const link = answer.kind === 'done' ? answer.data.payUrl : null;
  const after = await readBack(world, order, refusal === null && !link ? wasPaid : null);
  if (after.seen !== null && wasPaid(after.seen)) return { kind: 'paid', order: after.seen, sent: true };
  if (refusal !== null) return { kind: 'refused', order: after.seen, ...refusal };
  const said = saidOf(answer);
  if (after.seen === null)
    return { kind: 'unknown', message: `${said}not read back: ${troubleText(after.why)}` };
  if (link) return { kind: 'link', order: after.seen, payUrl: link };
  return {
    kind: 'unpaid',
    order: after.seen,
    message: `${said}after the batch payment the order reads unpaid`,
  };
}

/** What the answer says beside the orders, in front of what they read. */
function saidOf(answer: Answer): string {
  if (answer.kind === 'unknown') return `${troubleText(answer)}; `;
  const inside = answer.kind === 'done' ? refusalInside(answer.data) : null;
  return inside === null ? '' : `${inside.code} ${shownText(inside.message)}; `;
}

/** A definite no for this order: the whole submit was refused, or the answer names it among those that failed. */
function refusalOf(
  answer: Answer,
  orderId: string,
  orderIds: readonly string[],
): Pick<Refused, 'code' | 'message'> | null {
  if (answer.kind === 'refused') return { code: answer.code, message: answer.message };
  if (answer.kind !== 'done') return null;
  const { payFailureOrderList, errorCode, errorMsg } = answer.data;
  if (!isListed(payFailureOrderList ?? [], orderId, orderIds)) return null;
  const message = shownText(errorMsg) || 'the platform names this order among those it could not pay';
  return { code: errorCode || PAY_FAILED, message };
}

/** Ids may come rounded to a double; one that equals none of ours exactly is taken for the one it rounds to. */
const isListed = (listed: readonly string[], orderId: string, orderIds: readonly string[]): boolean =>
  listed.some((id) => id === orderId || (!orderIds.includes(id) && Number(id) === Number(orderId)));

/** Runs over the elements, some at a time, and answers in their order. */
async function inTurns<T, R>(elements: readonly T[], run: (element: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < elements.length; at += AT_ONCE) {
    results.push(...(await Promise.all(elements.slice(at, at + AT_ONCE).map(run))));
  }
  return results;
}
