import { z } from 'zod';

/** What preview and create are asked with (docs/reference/platform.md, "Batch create"). Members not named pass through. */

const text = z.string().nullish();

/** The platform keeps at most so many characters of an order remark. */
export const REMARK_MAX = 200;

/** The receiver, a Chinese domestic address. Personal data. */
export const addressParam = z.looseObject({
  fullName: text,
  mobile: text,
  phone: text,
  postCode: text,
  cityText: text,
  provinceText: text,
  areaText: text,
  townText: text,
  address: text,
  districtCode: text,
});

/** One line: which SKU of which product, how many, of which merchant. */
export const cargo = z.looseObject({
  offerMapId: z.string().min(1),
  specId: z.string().min(1),
  quantity: z.int().positive(),
  sellerOpenId: text,
});

/** Body of both previews. */
export const previewBody = z.looseObject({
  addressParam,
  cargoParamList: z.array(cargo).min(1),
});

/** Body of both creates. */
export const createBody = z.looseObject({
  flow: z.string().min(1),
  message: z
    .string()
    .refine((remark) => [...remark].length <= REMARK_MAX, `must be at most ${REMARK_MAX} characters`)
    .nullish(),
  addressParam,
  cargoParamList: z.array(cargo).min(1),
  shopPromotionId: text,
  tradeType: text,
  userId: text,
  staffName: text,
});
