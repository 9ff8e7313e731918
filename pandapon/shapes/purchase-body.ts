import { z } from 'zod';
import { personalText, shapes } from './leaves.ts';

/** What preview and create are asked with (docs/reference/platform.md, "Batch create"). Members not named pass through. */

const text = z.string().nullish();
const person = personalText.nullish();
/** Known by name, and the platform's to judge: nothing of ours depends on it. */
const passedOn = z.unknown().optional();

/** The platform keeps at most so many characters of an order remark. */
export const REMARK_MAX = 200;

/** The receiver, a Chinese domestic address. Personal data. */
export const addressParam = z
  .looseObject({
    fullName: person,
    mobile: person,
    phone: person,
    postCode: text,
    cityText: text,
    provinceText: text,
    areaText: text,
    townText: text,
    address: person,
    districtCode: text,
  })
  .register(shapes, { name: 'Address' });

/** One line: which SKU of which product, how many, of which merchant. */
export const cargo = z
  .looseObject({
    offerMapId: z.string().min(1),
    specId: z.string().min(1),
    quantity: z.int().positive(),
    sellerOpenId: text.describe('the merchant; needed where there are several'),
    productNo: passedOn.describe('a text; meaning not published'),
    container: passedOn.describe('a text; meaning not published'),
  })
  .register(shapes, { name: 'Cargo line' });

/** Body of both previews. */
export const previewBody = z
  .looseObject({
    addressParam,
    cargoParamList: z.array(cargo).min(1),
  })
  .register(shapes, { name: 'Preview body' });

/** What every create is asked with, whatever says which goods. */
export const purchaseTerms = {
  flow: z.string().min(1).describe('"general" in every sample'),
  message: z
    .string()
    .refine((remark) => [...remark].length <= REMARK_MAX, `must be at most ${REMARK_MAX} characters`)
    .nullish()
    .describe('the order remark'),
  addressParam,
  shopPromotionId: text,
  tradeType: text,
  userId: text,
  staffName: text,
};

/** Body of both creates. */
export const createBody = z
  .looseObject({
    ...purchaseTerms,
    cargoParamList: z.array(cargo).min(1),
    platformOrder: passedOn.describe('an integer: where the order came from; values not published'),
    transferAccountImgs: passedOn.describe('a text: vouchers of a bank transfer'),
    transferAccountRemark: passedOn.describe('a text: remark of a bank transfer'),
  })
  .register(shapes, { name: 'Create body' });

/** An invented receiver, for examples. */
export const sampleAddress = {
  fullName: '张三',
  mobile: '13900000000',
  provinceText: '浙江省',
  cityText: '杭州市',
  areaText: '西湖区',
  address: '练习路1号',
};

/** The line of the documented sample, for examples. */
export const sampleLine = {
  offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg',
  specId: 'e61a85a671bb3d0301d0412b51641c6b',
  quantity: 1,
  sellerOpenId: 'BBBgGWh2O6JFI6v1aQuZVgRIA',
};
