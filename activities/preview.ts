import { cancellationSignal } from '@temporalio/activity';
import type { RefusedMerchant } from '../contract/index.ts';
import { type MerchantPreview as Answer, type Preview, refusalInside } from '../pandapon/index.ts';
import { beating } from './effect.ts';
import { lookAgain } from './look.ts';
import { type MerchantLines, merchantsOf } from './merchants.ts';
import { shownText } from './platform-text.ts';
import type { NoAnswer } from './read-order.ts';
import { INVALID, misfitOf, personalTexts, type ReadBody, readBody } from './request-body.ts';
import type { MerchantPreview, PreviewInput, PreviewResult } from './types.ts';
import type { World } from './world.ts';

/** The preview says that no way of trading is left: such an order cannot be placed (docs/reference/platform.md, "Preview"). */
const TRADE_MODE_EMPTY = 'TRADE_MODE_EMPTY';

/** Asks what the lines would cost, per merchant. */
export function preview(world: World, input: PreviewInput): Promise<PreviewResult> {
  return beating(async () => {
    const body = readBody(input, false);
    if (body.kind === 'misfit') return invalid(input, body.message);
    const merchants = merchantsOf(body.sent);
    const answer = await askPrices(world, input, body, merchants);
    if (answer.kind === 'misfit') return invalid(input, answer.message);
    const personal = personalTexts(body.request.addressParam);
    if (answer.kind === 'refused') return refusedWhole(merchants, answer, personal);
    if (answer.kind !== 'done') return lookAgain(world, input.patient, answer);
    const priced = merchants.map((merchant) => priceOf(merchant, answer.data, personal));
    const refused = priced.flatMap((each) => (each.kind === 'refused' ? [each.refused] : []));
    if (refused.length > 0) return { kind: 'refused', refused };
    const previewed = priced.flatMap((each) => (each.kind === 'previewed' ? [each.merchant] : []));
    if (previewed.length < merchants.length) return lookAgain(world, input.patient, incomplete);
    return { kind: 'previewed', merchants: previewed };
  });
}

const incomplete: NoAnswer = {
  kind: 'unknown',
  message: 'the preview does not answer for every merchant',
  retryAfterSeconds: null,
};

const invalid = ({ lines }: PreviewInput, message: string): PreviewResult => ({
  kind: 'refused',
  refused: [{ sellerOpenId: null, errorCode: INVALID, errorMsg: message, lines }],
});

const refusedWhole = (
  merchants: readonly MerchantLines[],
  { code, message }: { code: string; message: string },
  personal: readonly string[],
): PreviewResult => ({
  kind: 'refused',
  refused: merchants.map((merchant) => ({
    ...merchant,
    errorCode: code,
    errorMsg: shownText(message, personal),
  })),
});

type Asked = { kind: 'done'; data: readonly Answer[] } | NoAnswer | { kind: 'misfit'; message: string };

/** One merchant that the lines do not name is asked by the call for one; all others by the call for several. */
async function askPrices(
  { pandapon }: World,
  { userId }: PreviewInput,
  { request, sent }: Extract<ReadBody, { kind: 'fits' }>,
  merchants: readonly MerchantLines[],
): Promise<Asked> {
  const asked = { addressParam: request.addressParam, cargoParamList: sent.map(({ cargo }) => cargo) };
  const call = { userId, signal: cancellationSignal() };
  try {
    if (merchants.some(({ sellerOpenId }) => sellerOpenId !== null)) {
      return await pandapon.call('alibaba.order.previewBatch', asked, call);
    }
    const one = await pandapon.call('alibaba.order.preview', asked, call);
    return one.kind === 'done' ? { kind: 'done', data: [one.data] } : one;
  } catch (error) {
    return misfitOf(error);
  }
}

type Priced =
  | { kind: 'previewed'; merchant: MerchantPreview }
  | { kind: 'refused'; refused: RefusedMerchant }
  | { kind: 'unanswered' };

/** What one merchant's orders would cost together: a merchant whose goods are split has several previews. */
export function priceOf(
  { sellerOpenId, lines }: MerchantLines,
  answers: readonly Answer[],
  personal: readonly string[],
): Priced {
  const own = answers.filter(
    (answer) => (answer.sellerOpenId || null) === sellerOpenId || sellerOpenId === null,
  );
  const refusal = own.map(refusalOf).find((each) => each !== null);
  if (refusal) {
    const { code, message } = refusal;
    const errorMsg = shownText(message, personal);
    return { kind: 'refused', refused: { sellerOpenId, errorCode: code, errorMsg, lines } };
  }
  const previews = own.flatMap(({ orderPreviewResuslt }) => orderPreviewResuslt ?? []);
  const sums = previews.flatMap(({ sumPayment }) => (sumPayment == null ? [] : [sumPayment]));
  if (sums.length === 0 || sums.length < previews.length) return { kind: 'unanswered' };
  const previewFen = total(sums);
  const freightFen = total(previews.map(({ sumCarriage }) => sumCarriage ?? 0));
  const goods = previews.map(({ sumPaymentNoCarriage }) => sumPaymentNoCarriage ?? null);
  const goodsFen = goods.includes(null) ? previewFen - freightFen : total(goods.map((sum) => sum ?? 0));
  return { kind: 'previewed', merchant: { sellerOpenId, previewFen, goodsFen, freightFen } };
}

function refusalOf(answer: Answer): { code: string; message: string } | null {
  const whole = refusalInside(answer);
  if (whole !== null) return whole;
  for (const each of answer.orderPreviewResuslt ?? []) {
    const part = refusalOfPart(each);
    if (part !== null) return part;
  }
  return null;
}

function refusalOfPart({ status, resultCode, message, tradeModeNameList }: Preview) {
  if (status === false) return { code: resultCode || 'NO_CODE', message: message || 'no reason given' };
  if (tradeModeNameList?.length !== 0) return null;
  return {
    code: TRADE_MODE_EMPTY,
    message: 'the preview offers no way of trading: it cannot be ordered here',
  };
}

const total = (sums: readonly number[]): number => sums.reduce((sum, each) => sum + each, 0);
