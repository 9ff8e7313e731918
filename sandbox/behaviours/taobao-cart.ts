import { type Behaviour, done } from '../behaviour.ts';
import type { CartRecord } from '../carts.ts';
import { priceFen } from '../catalogue.ts';
import { priceOf } from '../merchants.ts';
import type { Wire } from '../wire.ts';
import { NO_RECORD } from './cart.ts';
import { createTaobaoOrder } from './taobao-orders.ts';

/** Title, picture and price are the caller's. */
export const add: Behaviour<'taobao.cart.add'> = ({ request, userId, stores }) => {
  const { mpId, mpSkuId, quantity, shopId } = request;
  stores.carts.add({
    userId,
    platform: 'taobao',
    line: { offerMapId: mpId, specId: mpSkuId, quantity: quantity ?? 1, sellerOpenId: shopId ?? null },
    shown: request,
  });
  return done(true);
};

export const list: Behaviour<'taobao.cart.list'> = ({ userId, stores }) => {
  const records = stores.carts.of(userId, 'taobao');
  const shopIds = [...new Set(records.map((record) => record.line.sellerOpenId))];
  const enableList = shopIds.map((shopId) => {
    const own = records.filter((record) => record.line.sellerOpenId === shopId);
    return {
      shopId: shopId === null ? null : BigInt(shopId),
      shopName: own[0]?.shown['shopName'] ?? null,
      cartItemInfos: own.map(item),
    };
  });
  return done({ enableList, disableList: [] });
};

function item({ id, line, shown }: CartRecord): Wire {
  return {
    id: BigInt(id),
    itemMapId: shown['itemMapId'] ?? null,
    mpId: line.offerMapId,
    mpSkuId: line.specId,
    skuId: shown['skuId'] ?? null,
    itemTitle: shown['itemTitle'] ?? null,
    itemPic: shown['itemPic'] ?? null,
    price: shown['price'] ?? null,
    promotionPrice: shown['promotionPrice'] ?? null,
    quantity: line.quantity,
    properties: shown['properties'] ?? null,
  };
}

export const preview: Behaviour<'taobao.cart.preview'> = ({ request, userId, stores, settings }) => {
  const records = stores.carts.pick(userId, 'taobao', request.ids);
  if (!records) return NO_RECORD;
  const { total, freight } = priceOf(
    records.map((record) => record.line),
    settings.prices,
  );
  return done({
    totalFee: total,
    postFee: freight,
    orderLines: records.map(({ id, line }) => ({
      id: BigInt(id),
      quantity: line.quantity,
      amount: priceFen(line.specId, settings.prices) * line.quantity,
    })),
  });
};

/** One order of all records; they leave the cart. */
export const createOrder: Behaviour<'taobao.cart.createOrder'> = (call) => {
  const { ids, orderAddress } = call.request;
  const records = call.stores.carts.pick(call.userId, 'taobao', ids);
  if (!records) return NO_RECORD;
  const reply = createTaobaoOrder(call, {
    lines: records.map((record) => record.line),
    receiver: orderAddress,
    mostFen: null,
    remark: null,
  });
  if (reply.kind !== 'refused') call.stores.carts.remove(records);
  return reply;
};
