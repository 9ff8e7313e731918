import {
  type Command,
  isClosedStage,
  mergeRequest,
  type Policy,
  type RequestChange,
  STUCK,
  TAGGED_MESSAGE_MAX,
} from '../../contract/index.ts';
import type { FromPurchase } from '../order/state.ts';
import type { ParkedAt } from '../park.ts';
import {
  actorOf,
  futureInstant,
  invalid,
  isObject,
  noteOf,
  type RawBody,
  type Refusal,
  refuse,
} from '../refusal.ts';
import { note } from '../timeline.ts';
import { withTolerance } from '../tolerance.ts';
import { raiseCeilings } from './budget.ts';
import { freshBuy, type LookAgain, openLines } from './buy.ts';
import { shownPark } from './decide.ts';
import { freshLines, linesIn, moveLines, requestToBuy } from './lines.ts';
import { forgetRefusals } from './parks.ts';
import { openOrders, type ParkedMerchant, type PurchaseState } from './state.ts';
import { tryNow } from './trouble.ts';

/** What a person can say to a purchase run: first the check, then what it changes. Both pure. */

/** Why the command is not taken in this state; null: it is. `now` in ms. */
export function checkPurchaseCommand(
  state: PurchaseState,
  plan: { id: string; tag: boolean },
  command: Command,
  body: RawBody,
  now: number,
): Refusal | null {
  const name = `purchase ${plan.id}`;
  if (isClosedStage(state.stage)) return refuse('ALREADY_CLOSED', `${name}: it has ended`);
  const parked = shownPark(state);
  if (body.revision !== undefined && body.revision !== parked?.revision) {
    return refuse('STALE_REVISION', `${name}: somebody was quicker; look at it again`);
  }
  switch (command) {
    case 'retry':
      return (
        fitsReason(state, command, name) ??
        futureInstant(body, 'until', now) ??
        checkChange(state, body, name, plan.tag)
      );
    case 'skip':
      return fitsReason(state, command, name);
    case 'approve':
      return fitsReason(state, command, name) ?? checkApprove(parked?.dueFen ?? 0, body);
    case 'adopt':
      return fitsReason(state, command, name) ?? checkAdopt(state, body);
    case 'hold':
      return futureInstant(body, 'until', now);
    case 'release':
      return isHeld(state) ? null : refuse('WRONG_STAGE', `${name}: it is not held`);
    case 'confirm-receipt':
      return refuse('WRONG_STAGE', `${name}: receipts are confirmed order by order`);
    case 'cancel':
    case 'abort':
      return null;
  }
}

/** By a person, or, as to the orders, by the plan. */
const isHeld = (state: PurchaseState): boolean =>
  state.held !== null || openOrders(state).some(({ held }) => held !== null);

function fitsReason(state: PurchaseState, command: Command, name: string): Refusal | null {
  const parked = shownPark(state);
  if (parked === null) return refuse('NOT_STUCK', `${name}: nothing waits for "${command}"`);
  const commands: readonly Command[] = STUCK[parked.reason].commands;
  if (commands.includes(command)) return null;
  return refuse('WRONG_STAGE', `${name}: it waits for ${parked.reason}, which takes ${commands.join(', ')}`);
}

/** The correction of a body, as far as it is one. */
function changeOf(body: RawBody): RequestChange | null {
  const { patch, lines } = body;
  if (patch === undefined && lines === undefined) return null;
  return {
    ...(isObject(patch) ? { patch } : {}),
    ...(isObject(lines) ? { lines: lines } : {}),
  };
}

function checkChange(state: PurchaseState, body: RawBody, name: string, tag: boolean): Refusal | null {
  const { patch, lines } = body;
  if (patch !== undefined && !isObject(patch)) return invalid('/patch', 'an object is expected');
  if (lines !== undefined && !isObject(lines))
    return invalid('/lines', 'an object of line indexes is expected');
  const change = changeOf(body);
  if (change === null) return null;
  if (state.firstSent !== null) {
    if (patch !== undefined)
      return refuse('WRONG_STAGE', `${name}: after the first create only refused lines may change`);
    const refused = refusedLines(state);
    const other = Object.keys(isObject(lines) ? lines : {}).find((line) => !refused.includes(Number(line)));
    if (other !== undefined) return refuse('WRONG_STAGE', `${name}: line ${other} is not a refused line`);
  }
  const merged = mergeRequest(state.request, change);
  if (merged.errors !== undefined) {
    const [first] = merged.errors;
    const text = first === undefined ? 'does not fit' : `${first.pointer}: ${first.message}`;
    return { code: 'INVALID', message: text, pointers: merged.errors };
  }
  // A remark cut by the platform would lose the tag by which a lost create is found again.
  if (tag && (merged.ok.request.message ?? '').length > TAGGED_MESSAGE_MAX) {
    return invalid('/patch/message', `is over ${TAGGED_MESSAGE_MAX} characters: the rest is for the tag`);
  }
  const gone = new Set([...linesIn(state, 'dropped'), ...merged.ok.dropped]);
  const left = merged.ok.renumbered || merged.ok.request.cargoParamList.some((_, line) => !gone.has(line));
  return left ? null : invalid('/lines', 'would drop every line: use skip or abort for that');
}

const refusedLines = (state: PurchaseState): number[] =>
  state.parks.filter((park) => park.reason === 'CREATE_REFUSED').flatMap((park) => park.lines);

function checkApprove(dueFen: number, body: RawBody): Refusal | null {
  const upTo = body['upToFen'];
  if (upTo === undefined) return null;
  if (typeof upTo !== 'number' || !Number.isSafeInteger(upTo))
    return invalid('/upToFen', 'an integer of fen is expected');
  return upTo < dueFen ? invalid('/upToFen', `is below what is due, ${dueFen}`) : null;
}

function checkAdopt(state: PurchaseState, body: RawBody): Refusal | null {
  const orders = body['orders'];
  const fits =
    Array.isArray(orders) &&
    orders.length > 0 &&
    orders.every((order) => typeof order === 'string' && /^\d{1,20}$/.test(order));
  if (!fits) return invalid('/orders', 'a list of platform order ids (texts of digits) is expected');
  if (new Set(orders).size !== orders.length) return invalid('/orders', 'an order is named twice');
  const owned = state.orders.map((own) => own.orderId);
  const ours = orders.findIndex((order) => owned.includes(order));
  return ours < 0 ? null : invalid(`/orders/${ours}`, 'is an order of this purchase already');
}

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
  state.readAgain = openOrders(state).some(({ payer }) => payer === 'purchase');
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
