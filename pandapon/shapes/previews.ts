import { z } from 'zod';
import { fenAmount, unitPrice } from './amounts.ts';
import { codeText, wireText } from './ids.ts';
import { shapes } from './leaves.ts';

/** What an order would cost (docs/reference/platform.md, "Preview"): sums are fen on the wire, line amounts yuan. */

const text = wireText.nullish();

/** One order that would result; a merchant whose goods are split has several. */
export const preview = z
  .looseObject({
    /** Goods and freight together. */
    sumPayment: fenAmount.nullish(),
    sumPaymentNoCarriage: fenAmount.nullish(),
    sumCarriage: fenAmount.nullish(),
    discountFee: fenAmount.nullish(),
    additionalFee: fenAmount.nullish(),
    tradeModeNameList: z.array(z.string()).nullish(),
    status: z.boolean().nullish(),
    resultCode: codeText.nullish(),
    message: text,
    cargoList: z
      .array(
        z.looseObject({
          specId: text,
          amount: unitPrice.nullish(),
          finalUnitPrice: unitPrice.nullish(),
          resultCode: codeText.nullish(),
          message: text,
        }),
      )
      .nullish(),
  })
  .register(shapes, { name: 'Preview' });

/** Preview of one merchant. `orderPreviewResuslt` is the platform's own spelling. */
export const merchantPreview = z
  .looseObject({
    sellerOpenId: text,
    orderPreviewResuslt: z.array(preview).nullish(),
    success: z.boolean().nullish(),
    errorCode: codeText.nullish(),
    errorMsg: text,
  })
  .register(shapes, { name: 'Merchant preview' });

export type Preview = z.output<typeof preview>;
export type MerchantPreview = z.output<typeof merchantPreview>;
