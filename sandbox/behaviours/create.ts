import type { RequestOf } from '../../pandapon/index.ts';
import { type Behaviour, type Call, done, type Reply } from '../behaviour.ts';
import { endingsOf } from '../endings.ts';
import { createRefusal, lotsOf, type Merchant, merchantsOf, SEVERAL_SELLERS } from '../merchants.ts';
import { newOrder } from '../new-order.ts';
import type { Receiver } from '../order.ts';
import { orderObject, refusedElement } from '../order-object.ts';
import type { Wire } from '../wire.ts';

type CreateCall =
  | Call<'alibaba.order.create'>
  | Call<'alibaba.order.batchCreate'>
  | Call<'alibaba.cart.createOrder'>;
type AddressParam = RequestOf<'alibaba.order.create'>['addressParam'];

/** Creates the order of one merchant; of a split one only the first order is answered. Never idempotent. */
export const create: Behaviour<'alibaba.order.create'> = (call) => {
  const merchants = merchantsOf(call.request.cargoParamList);
  const [merchant, ...others] = merchants;
  if (!merchant || others.length > 0) {
    const { errorCode, errorMsg } = SEVERAL_SELLERS;
    return { kind: 'declined', data: refusedElement(merchant?.sellerOpenId ?? null, errorCode, errorMsg) };
  }
  const [element] = createFor(merchant, call);
  return lostIfWanted(merchants, reply(element ?? null, [element ?? {}]));
};

/** Creates the orders of several merchants: one element per order, or per refused merchant. Never idempotent. */
export const batchCreate: Behaviour<'alibaba.order.batchCreate'> = (call) => {
  return createOrders(merchantsOf(call.request.cargoParamList), call).reply;
};

/** Creates the orders of these merchants, and says who refused. */
export function createOrders(
  merchants: readonly Merchant[],
  call: CreateCall,
): { reply: Reply; refusedSellers: ReadonlySet<string | null> } {
  const elements = merchants.flatMap((merchant) => createFor(merchant, call));
  const refusing = merchants.filter(({ sellerOpenId }) => createRefusal(sellerOpenId));
  return {
    reply: lostIfWanted(merchants, reply(elements, elements)),
    refusedSellers: new Set(refusing.map(({ sellerOpenId }) => sellerOpenId)),
  };
}

const reply = (data: unknown, elements: Wire[]): Reply =>
  elements.some((element) => element['success'] === true) ? done(data) : { kind: 'declined', data };

/** The answer's elements for one merchant. */
function createFor(merchant: Merchant, call: CreateCall): Wire[] {
  const { marketplace, settings, userId, requestId, request } = call;
  const no = createRefusal(merchant.sellerOpenId);
  if (no) return [refusedElement(merchant.sellerOpenId, no.errorCode, no.errorMsg)];
  const lots = lotsOf(merchant);
  const wanted = endingsOf(merchant.sellerOpenId).has('twin') ? [...lots, ...lots] : lots;
  return wanted.map((lot) => {
    const order = newOrder({
      platform: '1688',
      userId,
      sellerOpenId: merchant.sellerOpenId,
      lot,
      receiver: receiverOf(request.addressParam),
      remark: request.message || null,
      at: marketplace.now(),
      payTimeoutSeconds: settings.payTimeoutSeconds,
      prices: settings.prices,
      ids: marketplace.newIds('1688', lot.length),
    });
    marketplace.add(order, { by: 'call', requestId });
    return orderObject(order, settings);
  });
}

/** `-lost` and `-twin`: the orders are there, and nobody is told. */
function lostIfWanted(merchants: readonly Merchant[], answer: Reply): Reply {
  const lost = merchants.some(({ sellerOpenId }) => {
    const endings = endingsOf(sellerOpenId);
    return endings.has('lost') || endings.has('twin');
  });
  return lost ? { kind: 'lost' } : answer;
}

const receiverOf = (address: AddressParam): Receiver => ({
  fullName: address.fullName ?? null,
  mobile: address.mobile ?? null,
  phone: address.phone ?? null,
  postCode: address.postCode ?? null,
  provinceText: address.provinceText ?? null,
  cityText: address.cityText ?? null,
  areaText: address.areaText ?? null,
  townText: address.townText ?? null,
  address: address.address ?? null,
  districtCode: address.districtCode ?? null,
});
