import type {
  CreateInput,
  FindInput,
  ObserveInput,
  PayBatchInput,
  PreviewInput,
} from '../../activities/types.ts';
import { type PurchaseInput, policyOf } from '../../contract/index.ts';
import { type Buy, openLines } from './buy.ts';
import { requestToBuy } from './lines.ts';
import { knownOrders, mayHaveBeenSent, type PurchaseState, unhandedOrders } from './state.ts';

/** What a purchase gives to its activities. Pure: the same state gives the same input. */

/** The platform takes this many orders in one batch submit (docs/reference/platform.md, "Payment"). */
const BATCH_SIZE = 30;

const target = ({ platform, userId, id }: PurchaseInput) => ({ platform, userId, purchaseId: id });

/** Only on 1688 an order carries our tag. */
const isTagged = (input: PurchaseInput): boolean => policyOf(input.policy).tag && input.platform === '1688';

/** A run that is parked already is answered at the first failure of a look. */
const patience = (state: PurchaseState): false | undefined => (state.trouble === null ? undefined : false);

/** The lines of this buy that are still to be bought. */
export const previewInput = (state: PurchaseState, input: PurchaseInput): PreviewInput => ({
  ...target(input),
  request: requestToBuy(state),
  lines: state.buy === null ? [] : openLines(state.buy),
  patient: patience(state),
});

/**
 * The next create. `reset`: the run was Reset, which forgets what was sent; it then looks over the whole settle time
 * before it sends.
 */
export const createInput = (
  state: PurchaseState,
  buy: Buy,
  input: PurchaseInput,
  reset: boolean,
): CreateInput => ({
  ...target(input),
  n: state.n + 1,
  request: requestToBuy(state),
  lines: openLines(buy),
  tag: isTagged(input),
  postedAt: input.postedAt,
  mayHaveBeenSent: mayHaveBeenSent(state) || reset,
  settledAt: buy.settledAt ?? (reset && state.n === 0 ? null : undefined),
  known: knownOrders(state),
});

/** The look for orders that an unknown create may have made. */
export const findInput = (state: PurchaseState, buy: Buy, input: PurchaseInput): FindInput => ({
  ...target(input),
  request: requestToBuy(state),
  lines: buy.merchants.filter(({ phase }) => phase === 'unknown').flatMap(({ lines }) => lines),
  tag: isTagged(input),
  postedAt: input.postedAt,
  known: knownOrders(state),
  only: buy.adopt?.orders,
  patient: patience(state),
});

/** A read of an order that the purchase will pay, for what is due now. */
export const readInput = (state: PurchaseState, input: PurchaseInput, orderId: string): ObserveInput => ({
  platform: input.platform,
  userId: input.userId,
  orderId,
  trace: false,
  patient: patience(state),
});

/** The submit of those that it pays, as many as the platform takes at once. */
export const payBatchInput = (state: PurchaseState, input: PurchaseInput, reset: boolean): PayBatchInput => ({
  ...target(input),
  orders: unhandedOrders(state)
    .slice(0, BATCH_SIZE)
    .map(({ orderId, ceilingFen }) => ({ orderId, ceilingFen })),
  ...(reset ? { reset: true } : {}),
});
