import type { CreateResult, OrderObservation } from '../../activities/types.ts';
import type { Policy } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { note } from '../timeline.ts';
import { takeOrders } from './bought.ts';
import { guardNewOrders } from './budget.ts';
import type { Buy, BuyMerchant } from './buy.ts';
import { judge, merchantOf, sentTo } from './judge.ts';
import { linesIn, requestToBuy } from './lines.ts';
import { parkMerchant, parkRefused } from './parks.ts';
import { markFirstSent, type PurchaseState } from './state.ts';
import { failsOnce, takeTrouble, triedAgainAt } from './trouble.ts';

/** What a create changes. An unknown one is always looked up before anything is sent again. */

/** The create went out as number `n`. */
function markSent(state: PurchaseState, n: number): void {
  state.n = n;
  markFirstSent(state);
}

/** Everything not settled is unknown, and is looked up from now on. */
function lookUp(state: PurchaseState, buy: Buy, settleSeconds: number, now: number): void {
  // From here on it may have been sent: only what is refused can be changed.
  markFirstSent(state);
  for (const merchant of buy.merchants) if (merchant.phase === 'open') merchant.phase = 'unknown';
  buy.phase = 'find';
  buy.find = { reads: 0, since: now, settleMs: settleSeconds * 1000, nextAt: now };
}

/** The settle time until a look says what the worker's is. */
const SETTLE_SECONDS = 60;

/** Takes the end of a `create` task. `n`: the number it went out with, if it did. */
export function takeCreate(
  state: PurchaseState,
  policy: Policy,
  n: number,
  end: EffectEnd<CreateResult>,
  now: number,
): void {
  const { buy } = state;
  if (buy === null || end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    markSent(state, n);
    note(state.timeline, now, 'create-unknown', end.message);
    return lookUp(state, buy, SETTLE_SECONDS, now);
  }
  const result = end.value;
  if (result.kind !== 'not-sent') buy.fails = null;
  switch (result.kind) {
    case 'answered':
      markSent(state, n);
      return takeAnswer(state, policy, buy, result, now);
    case 'unknown':
      markSent(state, n);
      note(state.timeline, now, 'create-unknown', result.message);
      return lookUp(state, buy, result.settleSeconds, now);
    case 'found':
    case 'look-first':
      return lookUp(state, buy, result.settleSeconds, now);
    case 'refused':
      markSent(state, n);
      for (const merchant of buy.merchants.filter(({ phase }) => phase === 'open')) {
        refuseMerchant(state, merchant, result.code, result.message, now);
      }
      return;
    case 'not-sent':
      state.turnedAway = true;
      buy.fails = failsOnce(buy.fails, result, now);
      buy.notBefore = triedAgainAt(buy.fails, result, now);
      return;
    case 'credentials':
      state.turnedAway = true;
      return takeTrouble(state, 'create', result, now);
  }
}

/** Each merchant on its own: ordered, refused, or, where the answer does not tell, unknown. */
function takeAnswer(
  state: PurchaseState,
  policy: Policy,
  buy: Buy,
  answer: Extract<CreateResult, { kind: 'answered' }>,
  now: number,
): void {
  const open = buy.merchants.filter(({ phase }) => phase === 'open');
  const request = requestToBuy(state);
  const byMerchant = new Map<BuyMerchant, OrderObservation[]>();
  for (const order of answer.orders) {
    const merchant = merchantOf(order, open, request);
    if (merchant !== undefined) byMerchant.set(merchant, [...(byMerchant.get(merchant) ?? []), order]);
  }
  for (const merchant of open) {
    const orders = byMerchant.get(merchant);
    const refused = answer.refused.find(
      (no) =>
        (no.sellerOpenId ?? '') === merchant.key || no.lines.some((line) => merchant.lines.includes(line)),
    );
    const missing = answer.missing.some((key) => (key ?? '') === merchant.key);
    if (orders !== undefined && parkTracked(state, merchant, orders, answer.owners ?? [], now)) continue;
    if (orders !== undefined && !missing) {
      takeOrders(state, policy, merchant, orders, now);
      const rest = restOf(state, merchant);
      if (rest.length === 0) continue;
      // Without a refusal all of it stands in these orders, whatever they call it: it is never bought again.
      if (refused === undefined) holdUnnamed(state, orders, rest);
      else parkRefused(state, { ...merchant, lines: rest }, refused.errorCode, refused.errorMsg, now);
    } else if (orders !== undefined) {
      buy.named.push(...orders);
    } else if (refused !== undefined && !missing) {
      refuseMerchant(state, merchant, refused.errorCode, refused.errorMsg, now);
    }
  }
  guardNewOrders(state, policy);
  if (buy.merchants.some(({ phase }) => phase === 'open')) {
    note(state.timeline, now, 'create-unknown', 'the answer does not speak of every merchant');
    lookUp(state, buy, answer.settleSeconds, now);
  }
}

/** Orders that another purchase has taken are that one's: their merchant waits for a person. False: there are none. */
function parkTracked(
  state: PurchaseState,
  merchant: BuyMerchant,
  orders: readonly OrderObservation[],
  owners: readonly { orderId: string; ownedBy: string }[],
  now: number,
): boolean {
  const found = orders.map((observation) => {
    const owner = owners.find(({ orderId }) => orderId === observation.orderId);
    return { observation, ownedBy: owner?.ownedBy ?? null, differs: [] };
  });
  const verdict = judge(sentTo(requestToBuy(state), merchant.lines), found);
  if (verdict.kind !== 'tracked') return false;
  const { owner, candidates } = verdict;
  merchant.phase = 'settled';
  const message = `Purchase ${owner} already owns the platform order.`;
  parkMerchant(state, merchant, 'ORDER_ALREADY_TRACKED', { message, candidates }, now);
  return true;
}

/** Lines that a merchant's orders do not name. */
export function restOf(state: PurchaseState, merchant: BuyMerchant): number[] {
  const buying = linesIn(state, 'buying');
  return merchant.lines.filter((line) => buying.includes(line));
}

/** Puts lines with the first of the orders that create answered for their merchant. */
function holdUnnamed(
  state: PurchaseState,
  orders: readonly OrderObservation[],
  lines: readonly number[],
): void {
  const order = state.orders.find(({ orderId }) => orderId === orders[0]?.orderId);
  if (order === undefined) return;
  order.lines = [...order.lines, ...lines.map((line) => ({ line, subItemId: null }))];
  for (const line of state.lines)
    if (lines.includes(line.line)) Object.assign(line, { phase: 'ordered', orderId: order.orderId });
}

/** A merchant that the platform refused whole. */
function refuseMerchant(
  state: PurchaseState,
  merchant: BuyMerchant,
  code: string,
  text: string,
  now: number,
): void {
  merchant.phase = 'settled';
  parkRefused(state, merchant, code, text, now);
}
