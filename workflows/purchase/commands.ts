import { type Command, mergeRequest, type Policy } from '../../contract/index.ts';
import type { FromPurchase } from '../order/state.ts';
import type { ParkedAt } from '../park.ts';
import { actorOf, noteOf, type RawBody } from '../refusal.ts';
import { note } from '../timeline.ts';
import { withTolerance } from '../tolerance.ts';
import { raiseCeilings } from './budget.ts';
import { freshBuy, type LookAgain, openLines } from './buy.ts';
import { changeOf } from './command-checks.ts';
import { shownPark } from './decide.ts';
import { freshLines, linesIn, moveLines, requestToBuy } from './lines.ts';
import { forgetRefusals } from './parks.ts';
import { openOrders, type ParkedMerchant, type PurchaseState, unhandedOrders } from './state.ts';
import { tryNow } from './trouble.ts';

/** What a command changes in a purchase run. Pure. */

/** Takes a command that fits. `now` in ms. */
export function takePurchaseCommand(
  state: PurchaseState,
  policy: Policy,
  command: Command,
  body: RawBody,
  now: number,
): void {
  const by = actorOf(body);
  note(state.timeline, now, command, noteOf(body), by);
  const parked = shownPark(state);
  const part = state.parked === null ? state.parks.find((park) => park === parked) : undefined;
  state.revision += 1;
  switch (command) {
    case 'retry':
      state.parked = null;
      takeChange(state, body);
      return part === undefined ? retryAll(state) : retryPart(state, part);
    case 'skip':
      state.parked = null;
      return part === undefined ? skipAll(state) : skipPart(state, part);
    case 'approve':
      state.parked = null;
      return approve(state, policy, parked, body['upToFen']);
    case 'adopt':
      if (part !== undefined) adopt(state, part, body, by);
      return;
    case 'cancel':
      state.parked = null;
      tryNow(state);
      state.ending ??= { how: 'cancel', by, atOnce: false };
      return tellAll(state, { type: 'cancel', by });
    case 'abort': {
      const again = state.ending?.how === 'abort';
      state.parked = null;
      tryNow(state);
      state.ending = { how: 'abort', by, atOnce: again };
      return tellAll(state, { type: 'abort', by, atOnce: again });
    }
    case 'hold': {
      const until = typeof body['until'] === 'string' ? new Date(body['until']).toISOString() : null;
      state.held = { since: new Date(now).toISOString(), until, by, note: noteOf(body) || null };
      renew(state, parked);
      return tellAll(state, { type: 'hold', held: state.held });
    }
    case 'release':
      if (parked?.reason === 'HELD') state.parked = null;
      else renew(state, parked);
      return release(state, by);
    case 'confirm-receipt':
      return;
  }
}

/** The wait stays as it is, but who acts on what it showed before is told that somebody was quicker. */
function renew(state: PurchaseState, parked: ParkedAt | null): void {
  if (parked === null) return;
  const renewed = { revision: state.revision };
  if (state.parked === parked) state.parked = { ...state.parked, ...renewed };
  else state.parks = state.parks.map((park) => (park === parked ? { ...park, ...renewed } : park));
}

/** Ends the hold of the purchase and of its orders, those that the plan holds included. */
function release(state: PurchaseState, by: string): void {
  state.held = null;
  for (const order of state.orders) order.held = null;
  tellAll(state, { type: 'release', by });
}

function tellAll(state: PurchaseState, word: FromPurchase): void {
  for (const { orderId, run } of openOrders(state)) {
    if (run !== 'to-start') state.outbox.push({ orderId, word });
  }
}

function takeChange(state: PurchaseState, body: RawBody): void {
  const change = changeOf(body);
  const merged = change === null ? undefined : mergeRequest(state.request, change).ok;
  if (merged === undefined) return;
  state.request = merged.request;
  state.approved = null;
  if (merged.renumbered) {
    state.lines = freshLines(merged.request);
    moveLines(state, merged.dropped, 'dropped');
    state.previews = {};
    state.refused = [];
    state.buy = null;
    return;
  }
  moveLines(state, merged.dropped, 'dropped');
  forget(state, merged.dropped);
  const named = Object.keys(change?.lines ?? {}).map(Number);
  for (const line of state.lines) if (named.includes(line.line)) line.quantity = undefined;
  // After the first create the running buy holds none of these lines, and must be looked up to its end.
  if (state.buy === null || state.firstSent !== null) return;
  state.previews = {};
  const lines = state.buy.lines.filter((line) => !merged.dropped.includes(line));
  state.buy = lines.length === 0 ? null : freshBuy(requestToBuy(state), lines, state.buy.no);
}

/** Lines that are dropped wait for nothing any more, nor does a merchant of which none is left. */
function forget(state: PurchaseState, dropped: readonly number[]): void {
  for (const part of [...state.parks, ...state.refused])
    part.lines = part.lines.filter((line) => !dropped.includes(line));
  state.parks = state.parks.filter(({ lines }) => lines.length > 0);
  state.refused = state.refused.filter(({ lines }) => lines.length > 0);
}

function retryAll(state: PurchaseState): void {
  tryNow(state);
  state.submit.notBefore = 0;
  state.readAgain = unhandedOrders(state).length > 0;
  const { buy } = state;
  if (buy === null) return;
  buy.notBefore = 0;
  // What is not sent yet is priced again; an unknown create goes on being looked up.
  if (buy.phase === 'preview-refused' || buy.phase === 'create') buy.phase = 'preview';
}

function skipAll(state: PurchaseState): void {
  const { buy } = state;
  if (buy?.phase !== 'preview-refused') return;
  const open = openLines(buy);
  for (const { lines, errorCode, errorMsg } of buy.refused) {
    const named = lines.length === 0 ? open : lines.filter((line) => open.includes(line));
    moveLines(state, named, 'dropped', `${errorCode} ${errorMsg}`);
  }
  const lines = open.filter((line) => linesIn(state, 'buying').includes(line));
  state.buy = lines.length === 0 ? null : freshBuy(requestToBuy(state), lines, buy.no);
}

function unpark(state: PurchaseState, part: ParkedMerchant): void {
  state.parks = state.parks.filter((park) => park !== part);
}

/** What the platform refused is bought again, of every merchant that has no order yet; else the one merchant is looked up. */
function retryPart(state: PurchaseState, part: ParkedMerchant): void {
  if (part.reason !== 'CREATE_REFUSED') {
    unpark(state, part);
    lookAgain(state, part, null);
    return;
  }
  for (const refused of state.parks.filter(({ reason }) => reason === part.reason)) {
    unpark(state, refused);
    forgetRefusals(state, refused.lines);
    moveLines(state, refused.lines, 'wanted');
  }
}

function skipPart(state: PurchaseState, part: ParkedMerchant): void {
  unpark(state, part);
  state.leftAlone.push(...(part.candidates ?? []).map(({ orderId }) => orderId));
  moveLines(state, part.lines, 'dropped', part.reason === 'CREATE_REFUSED' ? part.message : undefined);
}

function adopt(state: PurchaseState, part: ParkedMerchant, body: RawBody, by: string): void {
  const orders = Array.isArray(body['orders'])
    ? body['orders'].filter((id): id is string => typeof id === 'string')
    : [];
  unpark(state, part);
  lookAgain(state, part, { orders, by, reason: part.reason, candidates: part.candidates ?? [] });
}

/** A look that never creates, for one parked merchant. It waits for the running buy. */
function lookAgain(state: PurchaseState, part: ParkedMerchant, adopting: LookAgain['adopt']): void {
  moveLines(state, part.lines, 'buying');
  state.looksAgain.push({ key: part.key, lines: part.lines, previewFen: part.previewFen, adopt: adopting });
}

function approve(state: PurchaseState, policy: Policy, parked: ParkedAt | null, upToFen: unknown): void {
  const dueFen = parked?.dueFen ?? 0;
  state.approved =
    typeof upToFen === 'number'
      ? { upToFen, hard: true }
      : { upToFen: withTolerance(dueFen, policy.priceToleranceBps), hard: false };
  // A person who saw the sum due said yes to what each order is due.
  if (parked?.step === 'pay') raiseCeilings(state, policy);
}
