import { z } from 'zod';
import { textId, wireText } from './ids.ts';
import { shapes } from './leaves.ts';
import { clockTime } from './times.ts';

/** One parcel of an order and its way so far (docs/reference/platform.md, "Logistics trace"). */

const text = wireText.nullish();

export const parcel = z
  .looseObject({
    logisticsId: textId.nullish(),
    logisticsBillNo: textId.nullish(),
    logisticsCompanyName: text,
    orderId: textId.nullish(),
    /** `WAITACCEPT`, `ACCEPT`, `TRANSPORT`, `DELIVERING`, `SIGN`, `FAILED`. */
    status: text,
    logisticsSteps: z.array(z.looseObject({ acceptTime: clockTime.nullish(), remark: text })).nullish(),
  })
  .register(shapes, { name: 'Parcel' });

export type Parcel = z.output<typeof parcel>;
