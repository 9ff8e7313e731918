import type {
  CreateResult,
  CredentialsRefused,
  NotSent,
  OrderObservation,
  PreviewResult,
  Unavailable,
} from '../../activities/types.ts';
import type { Policy, RefusedMerchant, StuckReason } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { cny } from '../money-text.ts';
import { turnedAwayPauseMs } from '../pauses.ts';
import { note } from '../timeline.ts';
import { takeOrders } from './bought.ts';
import { type Buy, type BuyMerchant, type Fails, openLines } from './buy.ts';
import { merchantOf } from './judge.ts';
import { linesIn, moveLines, requestToBuy } from './lines.ts';
import { markFirstSent, type ParkedMerchant, type PurchaseState } from './state.ts';
import { guardNewOrders } from './tidy.ts';

/** What the ends of a purchase's tasks change. An unknown create is always looked up before anything is sent again. */

const RETRY_PARKED_MS = 60_000;

/** A person said to go on: refused credentials are tried once more, an unavailable platform at once. */
export function tryNow(state: PurchaseState): void {
  if (state.trouble?.reason === 'CREDENTIALS_REFUSED') state.trouble = null;
  else if (state.trouble !== null) state.trouble.nextTry = 0;
}

/** What a look has in common when it could not look. */
export function takeTrouble(
  state: PurchaseState,
  step: string,
  result: CredentialsRefused | Unavailable,
  now: number,
): void {
  const reason = result.kind === 'credentials' ? 'CREDENTIALS_REFUSED' : 'PLATFORM_UNAVAILABLE';
  const times = (state.trouble?.times ?? 0) + 1;
  state.trouble = { reason, step, message: result.message, nextTry: now + RETRY_PARKED_MS, times };
}

/** Takes the end of a `preview` task. */
export function takePreview(state: PurchaseState, end: EffectEnd<PreviewResult>, now: number): void {
  const { buy } = state;
  if (buy === null || end.kind === 'not-started') return;
  if (end.kind === 'lost')
    return takeTrouble(state, 'preview', { kind: 'unavailable', message: end.message }, now);
  const result = end.value;
  switch (result.kind) {
    case 'previewed': {
      state.trouble = null;
      forgetRefusals(state, openLines(buy));
      const open = buy.merchants.filter(({ phase }) => phase === 'open');
      for (const merchant of open) {
        const priced = result.merchants.find((answer) => (answer.sellerOpenId ?? '') === merchant.key);
        // A sole merchant may be answered without its name.
        const sole = open.length === 1 ? result.merchants[0] : undefined;
        merchant.previewFen = (priced ?? sole)?.previewFen ?? 0;
        state.previews[merchant.key] = merchant.previewFen;
      }
      const sum = open.reduce((total, merchant) => total + merchant.previewFen, 0);
      buy.phase = 'create';
      buy.refused = [];
      note(state.timeline, now, 'previewed', `${cny(sum)}, ${open.length} merchant(s)`);
      return;
    }
    case 'refused':
      state.trouble = null;
      buy.phase = 'preview-refused';
      buy.refused = result.refused;
      forgetRefusals(state, openLines(buy));
      for (const no of result.refused) tellRefused(state, no);
      note(
        state.timeline,
        now,
        'preview-refused',
        result.refused.map((merchant) => merchant.errorCode).join(', '),
      );
      return;
    default:
      takeTrouble(state, 'preview', result, now);
  }
}

/** What the platform refused stands in the view, and with its lines. */
function tellRefused(state: PurchaseState, no: RefusedMerchant): void {
  state.refused.push(no);
  for (const line of state.lines)
    if (no.lines.includes(line.line)) line.refused = `${no.errorCode} ${no.errorMsg}`;
}

/** Lines that are bought again are refused no longer. */
export function forgetRefusals(state: PurchaseState, lines: readonly number[]): void {
  state.refused = state.refused.filter((no) => !no.lines.some((line) => lines.includes(line)));
  for (const line of state.lines) if (lines.includes(line.line)) line.refused = null;
}

/** Lets one merchant wait for a person while the others go on. */
export function parkMerchant(
  state: PurchaseState,
  merchant: Pick<BuyMerchant, 'key' | 'lines' | 'previewFen'>,
  reason: StuckReason,
  more: { message: string; candidates?: ParkedMerchant['candidates'] },
  now: number,
): void {
  state.revision += 1;
  const { key, lines, previewFen } = merchant;
  moveLines(state, lines, 'parked', reason === 'CREATE_REFUSED' ? more.message : undefined);
  state.parks.push({
    key,
    lines,
    previewFen,
    reason,
    step: 'create',
    message: more.message,
    candidates: more.candidates,
    since: new Date(now).toISOString(),
    revision: state.revision,
  });
  note(state.timeline, now, 'stuck', `${reason}, lines ${lines.join(', ')}`);
}

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
      buy.fails = failsOnce(buy.fails, result, now);
      buy.notBefore = triedAgainAt(buy.fails, result, now);
      return;
    case 'credentials':
      return takeTrouble(state, 'create', result, now);
  }
}

/** One more call that was turned away. */
export function failsOnce(fails: Fails | null, result: NotSent, now: number): Fails {
  const since = fails?.since ?? now;
  const over = now - since >= result.patienceSeconds * 1000 ? result.message : undefined;
  return { since, times: (fails?.times ?? 0) + 1, over };
}

/** When it may be tried again (ms). */
export const triedAgainAt = ({ times }: Fails, { retryAfterSeconds }: NotSent, now: number): number =>
  now + Math.max((retryAfterSeconds ?? 0) * 1000, turnedAwayPauseMs(times));

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

function parkRefused(
  state: PurchaseState,
  merchant: Pick<BuyMerchant, 'key' | 'lines' | 'previewFen'>,
  code: string,
  text: string,
  now: number,
): void {
  const { key, lines } = merchant;
  parkMerchant(state, merchant, 'CREATE_REFUSED', { message: `${code} ${text}` }, now);
  tellRefused(state, { sellerOpenId: key || null, errorCode: code, errorMsg: text, lines });
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
    if (orders !== undefined && !missing) {
      takeOrders(state, policy, merchant, orders, now);
      const rest = restOf(state, merchant);
      if (rest.length === 0) continue;
      // Without a refusal all of it stands in these orders, whatever they call it: it is never bought again.
      if (refused === undefined) holdUnnamed(state, orders, rest);
      else parkRefused(state, { ...merchant, lines: rest }, refused.errorCode, refused.errorMsg, now);
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
