import { type Command, isClosedStage, STUCK, statusOf } from '../../contract/index.ts';
import { futureInstant, invalid, type RawBody, type Refusal, refuse } from '../refusal.ts';
import { hasOpenRefund } from './facts.ts';
import type { OrderInput, OrderLine, OrderState } from './state.ts';

/** Which commands an order run takes in the state it is in. Pure. */

/** Why the command is not taken in this state; null: it is. `now` in ms. */
export function checkOrderCommand(
  state: OrderState,
  input: OrderInput,
  command: Command,
  body: RawBody,
  now: number,
): Refusal | null {
  const name = `order ${state.order.orderId}`;
  if (isClosedStage(state.stage)) return refuse('ALREADY_CLOSED', `${name}: it has ended`);
  if (state.payer === 'purchase') {
    const purchase = `purchase ${input.purchaseId}`;
    return refuse('WRONG_STAGE', `${name}: ${purchase} still pays it; say "${command}" to the purchase`);
  }
  if (body.revision !== undefined && body.revision !== state.parked?.revision) {
    return refuse('STALE_REVISION', `${name}: somebody was quicker; look at it again`);
  }
  switch (command) {
    case 'retry':
      return fitsReason(state, command, name) ?? checkRetry(body, now);
    case 'skip':
      return fitsReason(state, command, name);
    case 'approve':
      return fitsReason(state, command, name) ?? checkApprove(state, body);
    case 'adopt':
      return refuse('WRONG_STAGE', `${name}: only a purchase adopts orders`);
    case 'hold':
      return futureInstant(body, 'until', now);
    case 'release':
      return state.held === null ? refuse('WRONG_STAGE', `${name}: it is not held`) : null;
    case 'confirm-receipt':
      return checkConfirm(state, input.lines, body, name);
    case 'cancel':
    case 'abort':
      return null;
  }
}

function fitsReason(state: OrderState, command: Command, name: string): Refusal | null {
  if (state.parked === null) return refuse('NOT_STUCK', `${name}: nothing waits for "${command}"`);
  const commands: readonly Command[] = STUCK[state.parked.reason].commands;
  if (commands.includes(command)) return null;
  return refuse(
    'WRONG_STAGE',
    `${name}: it waits for ${state.parked.reason}, which takes ${commands.join(', ')}`,
  );
}

function checkRetry(body: RawBody, now: number): Refusal | null {
  if (body['patch'] !== undefined) return invalid('/patch', 'an order takes no patch; its purchase does');
  if (body['lines'] !== undefined) return invalid('/lines', 'an order takes no lines; its purchase does');
  return futureInstant(body, 'until', now);
}

function checkApprove(state: OrderState, body: RawBody): Refusal | null {
  const upTo = body['upToFen'];
  if (upTo === undefined) return null;
  if (typeof upTo !== 'number' || !Number.isSafeInteger(upTo))
    return invalid('/upToFen', 'an integer of fen is expected');
  return upTo < state.order.dueFen
    ? invalid('/upToFen', `is below what is due, ${state.order.dueFen}`)
    : null;
}

function checkConfirm(state: OrderState, lines: OrderLine[], body: RawBody, name: string): Refusal | null {
  const misfit = checkLines(lines, body['lines']);
  if (misfit !== null) return misfit;
  if (state.held !== null) return refuse('ON_HOLD', `${name}: it is held; release it first`);
  const status = statusOf(state.order.status);
  const open = status === 'paid' || status === 'shipped' || status === 'signed';
  if (!open) return refuse('WRONG_STAGE', `${name}: the platform shows "${state.order.status}"`);
  const asked = body['lines'];
  if (!Array.isArray(asked)) {
    if (state.stage !== 'awaiting-receipt')
      return refuse('WRONG_STAGE', `${name}: not all of it is signed for`);
    return hasOpenRefund(state.order, null) ? refuse('REFUND_OPEN', `${name}: a refund is open`) : null;
  }
  if (state.parcels.length === 0) return refuse('WRONG_STAGE', `${name}: nothing is shipped yet`);
  const items = subItemsOf(lines, asked);
  return hasOpenRefund(state.order, items)
    ? refuse('REFUND_OPEN', `${name}: a refund of these lines is open`)
    : null;
}

/** null: no lines are named, or lines that the order holds and can name. */
function checkLines(lines: OrderLine[], asked: unknown): Refusal | null {
  if (asked === undefined) return null;
  if (!Array.isArray(asked) || asked.length === 0)
    return invalid('/lines', 'a list of line indexes is expected');
  const unknown = asked.findIndex(
    (line) => !lines.some((own) => own.line === line && own.subItemId !== null),
  );
  return unknown < 0 ? null : invalid(`/lines/${unknown}`, 'this order does not hold that line');
}

/** The items of lines. */
export const subItemsOf = (lines: OrderLine[], asked: unknown[]): string[] =>
  lines.flatMap((own) => (asked.includes(own.line) && own.subItemId !== null ? [own.subItemId] : []));
