import type { OperationName } from '../../pandapon/index.ts';
import { type Behaviour, type Call, done, here, type Reply, refused } from '../behaviour.ts';
import type { CartRecord } from '../carts.ts';
import { priceFen, skuById, titleOf } from '../catalogue.ts';
import { skuIdOf } from '../goods.ts';
import { pictureUrl } from '../goods-object.ts';
import { type Merchant, merchantsOf, previewRefusal } from '../merchants.ts';
import type { Market } from '../order.ts';
import { sellerNameOf } from '../people.ts';
import { type Wire, yuan } from '../wire.ts';
import { createOrders } from './create.ts';
import { previewOf } from './preview.ts';

export const NO_RECORD: Reply = refused(404, 'CART_RECORD_NOT_FOUND');

/** By merchant; goods that cannot be traded stand apart. */
export const list: Behaviour<'alibaba.cart.list'> = (call) => {
  const records = call.stores.carts.of(call.userId, '1688');
  const bought = (record: CartRecord): boolean => previewRefusal(record.line.sellerOpenId) === null;
  return done({
    enableList: shops(records.filter(bought), call),
    disableList: shops(
      records.filter((record) => !bought(record)),
      call,
    ),
  });
};

function shops(records: readonly CartRecord[], call: Call<OperationName>): Wire[] {
  const sellers = [...new Set(records.map((record) => record.line.sellerOpenId))];
  return sellers.map((sellerOpenId) => ({
    sellerOpenId,
    sellerNickName: sellerNameOf(sellerOpenId),
    cartItemInfos: records
      .filter((record) => record.line.sellerOpenId === sellerOpenId)
      .map((record) => item(record, call)),
  }));
}

function item({ id, line, shown }: CartRecord, call: Call<OperationName>): Wire {
  const known = skuById(line.specId);
  return {
    id: BigInt(id),
    offerMapId: line.offerMapId,
    specId: line.specId,
    skuId: shown['skuId'] ?? String(skuIdOf(line.specId)),
    itemTitle: titleOf(line.offerMapId),
    itemPic: known ? pictureUrl(known.product, here(call)) : null,
    price: yuan(priceFen(line.specId, call.settings.prices)),
    quantity: line.quantity,
    amountOnSale: known?.sku.stock ?? 1000,
    properties: JSON.stringify(known ? [{ propName: '颜色', valueName: known.sku.color.text }] : []),
  };
}

export const add: Behaviour<'alibaba.cart.add'> = ({ request, userId, stores }) => {
  const { offerMapId, specId, quantity, sellerOpenId, skuId } = request;
  stores.carts.add({
    userId,
    platform: '1688',
    line: { offerMapId, specId, quantity, sellerOpenId: sellerOpenId ?? null },
    shown: { skuId },
  });
  return done(true);
};

/** Of either cart. All or none of the records. */
export const deleteFrom =
  (platform: Market): Behaviour<'alibaba.cart.delete' | 'taobao.cart.delete'> =>
  ({ request, userId, stores }) => {
    const records = stores.carts.pick(userId, platform, request.ids);
    if (!records) return NO_RECORD;
    stores.carts.remove(records);
    return done(true);
  };

/** Of either cart. */
export const editQuantityIn =
  (platform: Market): Behaviour<'alibaba.cart.editQuantity' | 'taobao.cart.editQuantity'> =>
  ({ request, userId, stores }) => {
    const [record] = stores.carts.pick(userId, platform, [request.id]) ?? [];
    if (!record) return NO_RECORD;
    stores.carts.change(record, request.quantity);
    return done(true);
  };

/** As the preview of several merchants. */
export const preview: Behaviour<'alibaba.cart.preview'> = ({ request, userId, stores, settings }) => {
  const records = stores.carts.pick(userId, '1688', request.cartIds);
  return records ? done(merchantsIn(records).map((each) => previewOf(each, settings))) : NO_RECORD;
};

/** As the create of several merchants; what was ordered leaves the cart. */
export const createOrder: Behaviour<'alibaba.cart.createOrder'> = (call) => {
  const records = call.stores.carts.pick(call.userId, '1688', call.request.cartIds);
  if (!records) return NO_RECORD;
  const { reply, refusedSellers } = createOrders(merchantsIn(records), call);
  call.stores.carts.remove(records.filter(({ line }) => !refusedSellers.has(line.sellerOpenId)));
  return reply;
};

const merchantsIn = (records: readonly CartRecord[]): Merchant[] =>
  merchantsOf(records.map((record) => record.line));
