import { createHash } from 'node:crypto';

/** What the sandbox sells: any offer and SKU, with facts that follow from their ids, so that they are the same in every run. */

/** The SKU of the documented sample: 19 yuan. */
export const SAMPLE = {
  specId: 'e61a85a671bb3d0301d0412b51641c6b',
  offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg',
  sellerOpenId: 'BBBgGWh2O6JFI6v1aQuZVgRIA',
  priceFen: 1900,
  productId: 743_470_146_022,
  skuId: 5_129_230_517_256,
} as const;

/** Freight of each order, whatever is in it. */
export const FREIGHT_FEN = 400;

const CHEAPEST_FEN = 500;
const PRICE_SPREAD_FEN = 9500;

/** Unit price of a SKU: `prices` first, then the sample's 19 yuan, else from 5.00 up to 99.99 yuan by its id. */
export function unitFen(specId: string, prices: Readonly<Record<string, number>>): number {
  const set = Object.hasOwn(prices, specId) ? prices[specId] : undefined;
  if (set !== undefined) return set;
  if (specId === SAMPLE.specId) return SAMPLE.priceFen;
  return CHEAPEST_FEN + (numberOf(specId) % PRICE_SPREAD_FEN);
}

/** 12 digits. */
export const productIdOf = (offerMapId: string): number =>
  offerMapId === SAMPLE.offerMapId ? SAMPLE.productId : 600_000_000_000 + (numberOf(offerMapId) % 1e11);

/** 13 digits. */
export const skuIdOf = (specId: string): number =>
  specId === SAMPLE.specId ? SAMPLE.skuId : 5_000_000_000_000 + (numberOf(specId) % 1e12);

/** 48 bits of a hash: exact as a number. */
const numberOf = (text: string): number =>
  Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 12), 16);
