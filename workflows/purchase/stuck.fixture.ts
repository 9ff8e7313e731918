import { expect } from 'vitest';
import { answered, FollowedPurchase, found, orderOf, refusal } from './purchase.fixture.ts';
import { takeCreate } from './take-create.ts';
import { purchaseView } from './view.ts';

/** Purchases that wait for a person in tests, each for its own reason. */

export const lost = (run: FollowedPurchase): FollowedPurchase => {
  takeCreate(run.state, run.policy, run.state.n + 1, { kind: 'lost', message: 'worker gone' }, run.now);
  return run;
};
export const refused = () => ({ kind: 'refused' as const, refused: [refusal(0)] });
export const oneRefused = (merchants = 2): FollowedPurchase => {
  const run = new FollowedPurchase({}, merchants).preview();
  const orders = Array.from({ length: merchants - 1 }, (_, index) => orderOf(index + 1));
  return run.create(answered({ orders, refused: [refusal(0)] })).started();
};
export const words = (run: FollowedPurchase) => run.state.outbox.map(({ word }) => word.type);
export const viewOf = (run: FollowedPurchase) => purchaseView(run.state, run.input, 'run');

export const ambiguous = (merchants = 1): FollowedPurchase => {
  const run = lost(new FollowedPurchase({}, merchants).preview());
  const others = Array.from({ length: merchants - 1 }, (_, index) => found(orderOf(index + 1)));
  run.find([
    found(orderOf(0), { differs: ['another receiver'] }),
    found(orderOf(0, { orderId: '77' })),
    ...others,
  ]);
  expect(run.started().parked()).toBe('CREATE_AMBIGUOUS');
  return run;
};
