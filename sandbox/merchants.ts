import { priceFen } from './catalogue.ts';
import { endingsOf } from './endings.ts';
import { FREIGHT_FEN } from './goods.ts';
import { sum } from './order.ts';

/** One line of a preview or create call. */
export interface CargoLine {
  offerMapId: string;
  specId: string;
  quantity: number;
  sellerOpenId: string | null;
}

export interface Merchant {
  sellerOpenId: string | null;
  lines: CargoLine[];
}

/** A definite no to a merchant's goods. */
export interface Refusal {
  errorCode: string;
  errorMsg: string;
}

/** The lines by merchant, in order of first mention. */
export function merchantsOf(
  lines: readonly (Omit<CargoLine, 'sellerOpenId'> & { sellerOpenId?: string | null | undefined })[],
): Merchant[] {
  const merchants = new Map<string | null, Merchant>();
  for (const { offerMapId, specId, quantity, sellerOpenId } of lines) {
    const key = sellerOpenId || null;
    const merchant = merchants.get(key) ?? { sellerOpenId: key, lines: [] };
    merchants.set(key, merchant);
    merchant.lines.push({ offerMapId, specId, quantity, sellerOpenId: key });
  }
  return [...merchants.values()];
}

/**
 * The orders that the platform makes of a merchant's lines: one, or two for `-split` (by lines, or the quantity of
 * the one line; a single piece can't be split).
 */
export function lotsOf(merchant: Merchant): CargoLine[][] {
  if (!endingsOf(merchant.sellerOpenId).has('split')) return [merchant.lines];
  const [only, ...others] = merchant.lines;
  if (!only) return [];
  if (others.length > 0) {
    const cut = Math.ceil(merchant.lines.length / 2);
    return [merchant.lines.slice(0, cut), merchant.lines.slice(cut)];
  }
  if (only.quantity < 2) return [merchant.lines];
  const first = Math.ceil(only.quantity / 2);
  return [[{ ...only, quantity: first }], [{ ...only, quantity: only.quantity - first }]];
}

/** Why a merchant's goods can't be previewed, or null. */
export const previewRefusal = (sellerOpenId: string | null): Refusal | null =>
  endingsOf(sellerOpenId).has('refuse') ? { errorCode: '500_001', errorMsg: '商品不支持在线交易' } : null;

/** Why no order is made of a merchant's goods, or null. */
export const createRefusal = (sellerOpenId: string | null): Refusal | null =>
  endingsOf(sellerOpenId).has('outofstock')
    ? { errorCode: '500_004', errorMsg: '商品库存不足' }
    : previewRefusal(sellerOpenId);

/** Several merchants in a call that takes one. */
export const SEVERAL_SELLERS: Refusal = { errorCode: '500_002', errorMsg: '一次只能购买同一个卖家的商品' };

/** What a lot costs, in fen. */
export function priceOf(lot: readonly CargoLine[], prices: Readonly<Record<string, number>>) {
  const goods = sum(lot.map((line) => Math.round(priceFen(line.specId, prices) * line.quantity)));
  return { goods, freight: FREIGHT_FEN, total: goods + FREIGHT_FEN };
}
