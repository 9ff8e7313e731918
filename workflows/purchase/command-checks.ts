import {
  type Command,
  isClosedStage,
  mergeRequest,
  type RequestChange,
  STUCK,
  TAGGED_MESSAGE_MAX,
} from '../../contract/index.ts';
import { futureInstant, invalid, isObject, type RawBody, type Refusal, refuse } from '../refusal.ts';
import { shownPark } from './decide.ts';
import { linesIn } from './lines.ts';
import { openOrders, type PurchaseState } from './state.ts';

/** Which commands a purchase run takes in the state it is in. Pure. */

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

/** The correction of a body, as far as it is one. */
export function changeOf(body: RawBody): RequestChange | null {
  const { patch, lines } = body;
  if (patch === undefined && lines === undefined) return null;
  return {
    ...(isObject(patch) ? { patch } : {}),
    ...(isObject(lines) ? { lines: lines } : {}),
  };
}
