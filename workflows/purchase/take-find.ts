import type { FindResult, FoundOrder } from '../../activities/types.ts';
import type { Policy } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { note } from '../timeline.ts';
import { takeOrders } from './bought.ts';
import { guardNewOrders } from './budget.ts';
import { type Buy, type BuyMerchant, merchantKey } from './buy.ts';
import { candidateOf, judge, merchantOf, sentTo } from './judge.ts';
import { moveLines, requestToBuy } from './lines.ts';
import { parkMerchant } from './parks.ts';
import type { PurchaseState } from './state.ts';
import { restOf } from './take-create.ts';
import { takeTrouble } from './trouble.ts';

/** What the look-up after an unknown create finds, and when "not there" counts. */

/** "Not there" needs this many good reads over the settle time. */
const GOOD_READS = 3;

type Read = Extract<FindResult, { kind: 'read' }>;

/** Takes the end of a `find` task of the purchase `id`. */
export function takeFind(
  state: PurchaseState,
  policy: Policy,
  id: string,
  end: EffectEnd<FindResult>,
  now: number,
): void {
  const { buy } = state;
  if (buy?.find == null || end.kind === 'not-started') return;
  if (end.kind === 'lost')
    return takeTrouble(state, 'create', { kind: 'unavailable', message: end.message }, now);
  const result = end.value;
  if (result.kind !== 'read') return takeTrouble(state, 'create', result, now);
  state.trouble = null;
  const read: Read = {
    ...result,
    orders: result.orders.map((found) => (found.ownedBy === id ? { ...found, ownedBy: null } : found)),
  };
  if (buy.adopt !== null) takeAdopted(state, policy, buy, read, now);
  else takeRead(state, policy, buy, read, now);
  guardNewOrders(state, policy);
}

function takeRead(state: PurchaseState, policy: Policy, buy: Buy, read: Read, now: number): void {
  const { find } = buy;
  if (find === null) return;
  if (find.reads === 0) find.since = now;
  find.reads += 1;
  find.settleMs = read.settleSeconds * 1000;
  const over = find.reads >= GOOD_READS && now - find.since >= find.settleMs;
  const unknown = buy.merchants.filter(({ phase }) => phase === 'unknown');
  const byMerchant = new Map<BuyMerchant, FoundOrder[]>();
  for (const found of withNamed(buy, read.orders)) {
    if (isOfAnother(state, unknown, found)) {
      setAside(state, found);
      continue;
    }
    const merchant = merchantOf(found.observation, unknown, state.request);
    if (merchant !== undefined) byMerchant.set(merchant, [...(byMerchant.get(merchant) ?? []), found]);
  }
  for (const merchant of unknown) {
    settleMerchant(state, policy, buy, merchant, byMerchant.get(merchant) ?? [], over, now);
  }
  if (buy.merchants.some(({ phase }) => phase === 'unknown')) {
    find.nextAt = now + Math.max(200, Math.min(20_000, Math.ceil(find.settleMs / GOOD_READS)));
    return;
  }
  buy.find = null;
  if (!buy.merchants.some(({ phase }) => phase === 'open')) return;
  buy.phase = 'create';
  buy.settledAt = new Date(now).toISOString();
  note(
    state.timeline,
    now,
    'not-there',
    `${find.reads} looks over ${Math.round((now - find.since) / 1000)} s`,
  );
}

/** The orders read, and those that create's own answer had named. */
function withNamed({ named }: Buy, orders: readonly FoundOrder[]): FoundOrder[] {
  const ids = orders.map(({ observation }) => observation.orderId);
  const unlisted = named.filter(({ orderId }) => !ids.includes(orderId));
  return [...orders, ...unlisted.map((observation) => ({ observation, ownedBy: null, differs: [] }))];
}

/** Of a merchant of the purchase that this look-up is not about. */
function isOfAnother(
  state: PurchaseState,
  unknown: readonly BuyMerchant[],
  { observation }: FoundOrder,
): boolean {
  const key = merchantKey(observation.sellerOpenId);
  if (key === '' || unknown.some((merchant) => merchant.key === key)) return false;
  return state.request.cargoParamList.some((cargo) => merchantKey(cargo.sellerOpenId) === key);
}

/** It waits with its own merchant for a person; where that one is settled it is left alone. */
function setAside(state: PurchaseState, found: FoundOrder): void {
  const { orderId, sellerOpenId } = found.observation;
  const park = state.parks.find(
    ({ key, reason }) => key === merchantKey(sellerOpenId) && reason !== 'CREATE_REFUSED',
  );
  if (park === undefined) {
    state.leftAlone.push(orderId);
    return;
  }
  const candidate = candidateOf(found, sentTo(requestToBuy(state), park.lines));
  park.candidates = [...(park.candidates ?? []), candidate];
}

function settleMerchant(
  state: PurchaseState,
  policy: Policy,
  buy: Buy,
  merchant: BuyMerchant,
  found: FoundOrder[],
  over: boolean,
  now: number,
): void {
  const verdict = judge(sentTo(requestToBuy(state), merchant.lines), found);
  const park = (reason: 'CREATE_AMBIGUOUS' | 'ORDER_ALREADY_TRACKED', message: string): void => {
    merchant.phase = 'settled';
    parkMerchant(
      state,
      merchant,
      reason,
      { message, candidates: verdict.kind === 'exact' ? [] : verdict.candidates },
      now,
    );
  };
  switch (verdict.kind) {
    case 'exact':
      note(state.timeline, now, 'found', verdict.orders.map((order) => order.orderId).join(', '));
      return takeOrders(state, policy, merchant, verdict.orders, now);
    case 'tracked':
      return park('ORDER_ALREADY_TRACKED', `Purchase ${verdict.owner} already owns the platform order.`);
    case 'other':
      return park('CREATE_AMBIGUOUS', 'The orders found are not exactly what was sent.');
    case 'fewer':
      if (!over && !buy.onlyLook) return;
      if (found.length > 0) return park('CREATE_AMBIGUOUS', 'The orders found hold less than was sent.');
      if (buy.onlyLook) return park('CREATE_AMBIGUOUS', 'No order was found.');
      merchant.phase = buy.lookBack ? 'settled' : 'open';
      if (buy.lookBack) moveLines(state, merchant.lines, 'dropped');
  }
}

/** Orders that a person named: each must exist, be this user's and nobody else's, or the run waits again and says why. */
function takeAdopted(state: PurchaseState, policy: Policy, buy: Buy, read: Read, now: number): void {
  const { adopt } = buy;
  const merchant = buy.merchants[0];
  if (adopt === null || merchant === undefined) return;
  const cause = whyNotAdopted(state, read);
  if (cause !== null) {
    merchant.phase = 'settled';
    const { reason, candidates } = adopt;
    return parkMerchant(state, merchant, reason, { message: `Not adopted. ${cause}.`, candidates }, now);
  }
  note(state.timeline, now, 'adopted', adopt.orders.join(', '), adopt.by);
  takeOrders(
    state,
    policy,
    merchant,
    read.orders.map((found) => found.observation),
    now,
  );
  const notNamed = adopt.candidates.filter(({ orderId }) => !adopt.orders.includes(orderId));
  state.leftAlone.push(...notNamed.map(({ orderId }) => orderId));
  const rest = restOf(state, merchant);
  if (rest.length === 0) return;
  const message = 'The adopted orders do not hold these lines.';
  parkMerchant(state, { ...merchant, lines: rest, previewFen: 0 }, 'CREATE_REFUSED', { message }, now);
}

function whyNotAdopted(state: PurchaseState, read: Read): string | null {
  if (read.missing.length > 0) return `${read.missing.join(', ')}: no such order of this user`;
  for (const { observation, ownedBy } of read.orders) {
    const { orderId } = observation;
    if (ownedBy !== null) return `${orderId}: purchase ${ownedBy} owns it`;
    // It became ours while the look was waited for.
    if (state.orders.some((own) => own.orderId === orderId))
      return `${orderId}: an order of this purchase already`;
  }
  return null;
}
