import { type Item, isItemSettled, type Order, type PlannedStep } from './order.ts';
import { moveRefund } from './refunds.ts';
import { refund } from './refunds-by-hand.ts';
import type { Rules } from './rules.ts';
import {
  type Change,
  close,
  closeUnpaid,
  type Happening,
  raise,
  receive,
  ship,
  showStatus,
  succeed,
  trace,
} from './transitions.ts';

/** Lets everything that was planned until `now` come to pass, in order, each at its own time. Pure. */
export function advance(order: Order, now: number, rules: Rules): Change {
  let current = order;
  const happened: Happening[] = [];
  for (let step = nextStep(current); step && step.at <= now; step = nextStep(current)) {
    const done = step;
    const change = carryOut({ ...current, plan: current.plan.filter((each) => each !== done) }, done, rules);
    current = change.order;
    happened.push(...change.happened);
  }
  return { order: current, happened };
}

/** What comes next by itself, or undefined. */
export function nextStep(order: Order): PlannedStep | undefined {
  return [...order.plan, ...refundSteps(order)].reduce<PlannedStep | undefined>(
    (first, each) => (first && first.at <= each.at ? first : each),
    undefined,
  );
}

/** What sellers will do with refunds; it stands with each refund, so that it goes where the refund goes. */
const refundSteps = ({ refunds }: Order): PlannedStep[] =>
  refunds.flatMap(({ id, next }) =>
    next ? [{ at: next.at, do: 'move-refund' as const, refundId: id, to: next.to }] : [],
  );

function carryOut(order: Order, step: PlannedStep, rules: Rules): Change {
  switch (step.do) {
    case 'raise':
      return raise(order, step.at);
    case 'pay-timeout':
      return closeUnpaid(order, step.at);
    case 'ship':
      return ship(order, step.shares, step.at, rules);
    case 'trace':
      return trace(order, step.parcel, step.status, step.at, rules);
    case 'close':
      return close(order, step.by, step.at, rules);
    case 'refund':
      return refund(order, order.items.map(idOf), null, step.at, rules);
    case 'move-refund':
      return moveRefund(order, step.refundId, step.to, step.at, rules);
    case 'status':
      return showStatus(order, step.status, step.at);
    case 'auto-confirm':
      return receive(order, order.items.filter((item) => !isItemSettled(item)).map(idOf), step.at, rules);
    case 'succeed':
      return succeed(order, step.at);
  }
}

const idOf = (item: Item): string => item.subItemId;
