import { expect } from 'vitest';
import type { Command, StuckReason } from '../../contract/index.ts';
import { parkAs } from '../park.ts';
import type { RawBody } from '../refusal.ts';
import { checkOrderCommand } from './command-checks.ts';
import { takeOrderCommand } from './commands.ts';
import { type Followed, T0 } from './order.fixture.ts';
import { takePay } from './take-effects.ts';

/** What people say to an order in tests, and what it then waits for. */

export const LI = { by: 'li', actor: 'library:li' };
export const looked = (order: Followed): Followed => {
  order.state.looks.taken = order.state.looks.wanted;
  return order;
};
export const check = (order: Followed, command: Command, body: RawBody = LI, now = T0) =>
  checkOrderCommand(order.state, order.input, command, body, now);
export function say(order: Followed, command: Command, body: RawBody = {}, now = T0): Followed {
  expect(check(order, command, { ...LI, ...body }, now)).toBeNull();
  takeOrderCommand(order.state, order.input, command, { ...LI, ...body }, now);
  return order;
}
/** Waits as the next step says, and shows why. */
export function parked(order: Followed, now = T0): StuckReason | null {
  const step = order.step(now);
  if (step.do !== 'wait') throw new Error(`it does not wait: ${step.do}`);
  parkAs(order.state, step.park, now);
  return order.state.parked?.reason ?? null;
}
export const refusedPay = (order: Followed): Followed => {
  takePay(
    order.state,
    { kind: 'result', value: { kind: 'refused', order: null, code: '4003', message: 'NO' } },
    T0,
  );
  return order;
};
