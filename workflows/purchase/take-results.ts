import type {
  CreateResult,
  CredentialsRefused,
  NotSent,
  OrderObservation,
  PayBatchResult,
  PreviewResult,
  Unavailable,
} from '../../activities/types.ts';
import type { Policy, StuckReason } from '../../contract/index.ts';
import type { EffectEnd } from '../effect-end.ts';
import { cny } from '../money-text.ts';
import { turnedAwayPauseMs } from '../pauses.ts';
import { note } from '../timeline.ts';
import { takeOrders } from './bought.ts';
import { merchantOf } from './judge.ts';
import {
  type Buy,
  type BuyMerchant,
  linesIn,
  markFirstSent,
  moveLines,
  type ParkedMerchant,
  type PurchaseState,
} from './state.ts';
import { guardNewOrders } from './tidy.ts';

/** What the ends of a purchase's tasks change. An unknown create is always looked up before anything is sent again. */

const RETRY_PARKED_MS = 60_000;

/** What a look has in common when it could not look. */
export function takeTrouble(
  state: PurchaseState,
  step: string,
  result: CredentialsRefused | Unavailable,
  now: number,
): void {
  const reason = result.kind === 'credentials' ? 'CREDENTIALS_REFUSED' : 'PLATFORM_UNAVAILABLE';
  state.trouble = { reason, step, message: result.message, nextTry: now + RETRY_PARKED_MS };
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
      for (const merchant of buy.merchants) {
        const priced = result.merchants.find((answer) => (answer.sellerOpenId ?? '') === merchant.key);
        // A sole merchant may be answered without its name.
        const sole = buy.merchants.length === 1 ? result.merchants[0] : undefined;
        merchant.previewFen = (priced ?? sole)?.previewFen ?? 0;
        state.previews[merchant.key] = merchant.previewFen;
      }
      const sum = buy.merchants.reduce((total, merchant) => total + merchant.previewFen, 0);
      buy.phase = 'create';
      buy.refused = [];
      note(state.timeline, now, 'previewed', `${cny(sum)}, ${buy.merchants.length} merchant(s)`);
      return;
    }
    case 'refused':
      state.trouble = null;
      buy.phase = 'preview-refused';
      buy.refused = result.refused;
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
function lookUp(buy: Buy, settleSeconds: number, now: number): void {
  for (const merchant of buy.merchants) if (merchant.phase === 'open') merchant.phase = 'unknown';
  buy.phase = 'find';
  buy.find = { reads: 0, since: now, settleMs: settleSeconds * 1000, nextAt: now };
}

/** The settle time until a look says what the worker's is. */
const SETTLE_SECONDS = 60;

/** Takes the end of a `create` task. `found` hands orders that the sending task found to the look-up's judge. */
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
    return lookUp(buy, SETTLE_SECONDS, now);
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
      return lookUp(buy, result.settleSeconds, now);
    case 'found':
    case 'look-first':
      return lookUp(buy, result.settleSeconds, now);
    case 'refused':
      markSent(state, n);
      for (const merchant of buy.merchants.filter(({ phase }) => phase === 'open')) {
        refuseMerchant(state, merchant, result.code, result.message, now);
      }
      return;
    case 'not-sent':
      return takeNotSent(buy, result, now);
    case 'credentials':
      return takeTrouble(state, 'create', result, now);
  }
}

function takeNotSent(buy: Buy, result: NotSent, now: number): void {
  const times = (buy.fails?.times ?? 0) + 1;
  const since = buy.fails?.since ?? now;
  const over = now - since >= result.patienceSeconds * 1000 ? result.message : undefined;
  buy.fails = { since, times, over };
  buy.notBefore = now + Math.max((result.retryAfterSeconds ?? 0) * 1000, turnedAwayPauseMs(times));
}

function refuseMerchant(
  state: PurchaseState,
  merchant: BuyMerchant,
  code: string,
  text: string,
  now: number,
): void {
  merchant.phase = 'settled';
  state.refused.push({
    sellerOpenId: merchant.key || null,
    errorCode: code,
    errorMsg: text,
    lines: merchant.lines,
  });
  parkMerchant(state, merchant, 'CREATE_REFUSED', { message: `${code} ${text}` }, now);
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
  const byMerchant = new Map<BuyMerchant, OrderObservation[]>();
  for (const order of answer.orders) {
    const merchant = merchantOf(order, open, state.request);
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
      parkLeftover(
        state,
        merchant,
        refused === undefined ? null : `${refused.errorCode} ${refused.errorMsg}`,
        now,
      );
    } else if (refused !== undefined && !missing) {
      refuseMerchant(state, merchant, refused.errorCode, refused.errorMsg, now);
    }
  }
  guardNewOrders(state, policy);
  if (buy.merchants.some(({ phase }) => phase === 'open')) {
    note(state.timeline, now, 'create-unknown', 'the answer does not speak of every merchant');
    lookUp(buy, answer.settleSeconds, now);
  }
}

/** Lines that a merchant's orders do not hold. */
export function parkLeftover(
  state: PurchaseState,
  merchant: BuyMerchant,
  why: string | null,
  now: number,
): void {
  const buying = linesIn(state, 'buying');
  const lines = merchant.lines.filter((line) => buying.includes(line));
  if (lines.length === 0) return;
  const message = why ?? 'The order does not hold these lines.';
  parkMerchant(state, { ...merchant, lines, previewFen: 0 }, 'CREATE_REFUSED', { message }, now);
}

/** Takes the end of a batch submit: each order is handed over with what became of it. */
export function takeBatch(
  state: PurchaseState,
  ids: readonly string[],
  end: EffectEnd<PayBatchResult>,
  now: number,
): void {
  if (end.kind === 'not-started') return;
  if (end.kind === 'lost') {
    for (const id of ids) handOver(state, id, 'order', 1);
    note(state.timeline, now, 'pay-unknown', end.message);
    return;
  }
  const result = end.value;
  switch (result.kind) {
    case 'not-sent':
      state.submit.notBefore = now + Math.max((result.retryAfterSeconds ?? 0) * 1000, 5_000);
      return;
    case 'credentials':
      return takeTrouble(state, 'pay', result, now);
    case 'submitted':
      note(state.timeline, now, 'submitted', `${result.orders.length} order(s) to pay`);
      for (const { orderId, result: paid } of result.orders) {
        switch (paid.kind) {
          case 'paid':
            handOver(state, orderId, 'paid', paid.sent ? 1 : 0);
            break;
          case 'link':
            handOver(state, orderId, 'link', 1, { payUrl: paid.payUrl });
            break;
          case 'refused':
            handOver(state, orderId, 'refused', 1, { message: `${paid.code} ${paid.message}` });
            break;
          case 'unpaid':
          case 'unknown':
            handOver(state, orderId, 'order', 1);
            break;
          default:
            handOver(state, orderId, 'order', 0);
        }
      }
  }
}

function handOver(
  state: PurchaseState,
  orderId: string,
  how: 'order' | 'paid' | 'link' | 'refused',
  sends: number,
  more: { payUrl?: string; message?: string } = {},
): void {
  const order = state.orders.find((candidate) => candidate.orderId === orderId);
  if (order === undefined || order.run === 'ended') return;
  order.payer = 'order';
  const { ceilingFen } = order;
  state.outbox.push({ orderId, word: { type: 'handover', how, ceilingFen, sends, ...more } });
}
