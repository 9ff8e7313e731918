import type { OperationName } from '../../pandapon/index.ts';
import type { Behaviour } from '../behaviour.ts';
import { cancel } from './cancel.ts';
import { batchCreate, create } from './create.ts';
import { decryptOpenUid, detail, logisticsTrace, page } from './look.ts';
import { batchSubmitToPay, payUrl } from './pay.ts';
import { preview, previewBatch } from './preview.ts';
import { receiveGoods } from './receipt.ts';

/** What the sandbox does for each operation of the platform: a new operation is its declaration and a row here. */
export const behaviours: { readonly [Name in OperationName]: Behaviour<Name> } = {
  'alibaba.order.preview': preview,
  'alibaba.order.previewBatch': previewBatch,
  'alibaba.order.create': create,
  'alibaba.order.batchCreate': batchCreate,
  'alibaba.order.page': page,
  'alibaba.order.detail': detail,
  'alibaba.order.payUrl': payUrl,
  'alibaba.order.batchSubmitToPay': batchSubmitToPay,
  'alibaba.order.cancel': cancel,
  'alibaba.order.logisticsTrace': logisticsTrace,
  'alibaba.order.receiveGoods': receiveGoods,
  'alibaba.order.decryptOpenUid': decryptOpenUid,
};
