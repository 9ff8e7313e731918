import { type Behaviour, done, type Reply } from '../behaviour.ts';
import { priceFen } from '../catalogue.ts';
import { productIdOf, skuIdOf } from '../goods.ts';
import {
  type CargoLine,
  lotsOf,
  type Merchant,
  merchantsOf,
  previewRefusal,
  priceOf,
  type Refusal,
  SEVERAL_SELLERS,
} from '../merchants.ts';
import type { Settings } from '../settings.ts';
import { type Wire, yuan } from '../wire.ts';

/** What one merchant's order would cost. */
export const preview: Behaviour<'alibaba.order.preview'> = ({ request, settings }) => {
  const [merchant, ...others] = merchantsOf(request.cargoParamList);
  if (!merchant) return answer(refusal(null, SEVERAL_SELLERS));
  if (others.length > 0) return answer(refusal(merchant.sellerOpenId, SEVERAL_SELLERS));
  return answer(previewOf(merchant, settings));
};

/** What the orders of several merchants would cost: one element per merchant. */
export const previewBatch: Behaviour<'alibaba.order.previewBatch'> = ({ request, settings }) =>
  done(merchantsOf(request.cargoParamList).map((merchant) => previewOf(merchant, settings)));

const answer = (data: Wire): Reply => (data['success'] === true ? done(data) : { kind: 'declined', data });

/** What one merchant's orders would cost, or that it refuses. */
export function previewOf(merchant: Merchant, settings: Settings): Wire {
  const no = previewRefusal(merchant.sellerOpenId);
  if (no) return refusal(merchant.sellerOpenId, no);
  const lots = lotsOf(merchant);
  const objects = lots.map((lot) => previewObject([lot], settings));
  return {
    ...FRAME,
    sellerOpenId: merchant.sellerOpenId,
    success: true,
    errorCode: null,
    errorMsg: null,
    orderPreviewResuslt: settings.splitPreview === 'sum' ? [previewObject(lots, settings)] : objects,
  };
}

const refusal = (sellerOpenId: string | null, { errorCode, errorMsg }: Refusal): Wire => ({
  ...FRAME,
  sellerOpenId,
  success: false,
  errorCode,
  errorMsg,
  orderPreviewResuslt: [],
});

const FRAME: Wire = {
  postFeeByDescOfferList: null,
  consignOfferList: null,
  unsupportedCrossBorderPayOfferList: [],
};

/** Sums in fen, lines in yuan (docs/reference/platform.md, "Preview"). */
function previewObject(lots: CargoLine[][], { prices }: Settings): Wire {
  const sums = lots.map((lot) => priceOf(lot, prices));
  const total = (member: 'goods' | 'freight' | 'total'): number =>
    sums.reduce((sum, each) => sum + each[member], 0);
  return {
    sumPayment: total('total'),
    sumPaymentNoCarriage: total('goods'),
    sumCarriage: total('freight'),
    discountFee: 0,
    additionalFee: 0,
    tradeModeNameList: ['assureTrade'],
    tradeModelList: [
      { name: '担保交易', description: '担保交易', tradeType: 'assureTrade', opSupport: true },
    ],
    payChannelInfos: [{ name: 'alipay', amountLimit: 5_000_000 }],
    flowFlag: 'general',
    status: true,
    message: null,
    resultCode: null,
    taoSampleSinglePromotion: false,
    shopPromotionList: [],
    cargoList: lots.flat().map((line) => previewLine(line, priceFen(line.specId, prices))),
  };
}

const previewLine = (line: CargoLine, eachFen: number): Wire => ({
  amount: yuan(Math.round(eachFen * line.quantity)),
  finalUnitPrice: yuan(eachFen),
  specId: line.specId,
  skuId: skuIdOf(line.specId),
  offerId: productIdOf(line.offerMapId),
  openOfferId: line.offerMapId,
  resultCode: null,
  message: null,
  cargoPromotionList: [],
});
