import { chinaIso } from './clock.ts';
import type { Order } from './order.ts';
import type { Rendering, Wire } from './wire.ts';

/** The receiver as the platform read it. */
export function receiverInfo({ receiver }: Order): Wire {
  const parts = [
    receiver.provinceText,
    receiver.cityText,
    receiver.areaText,
    receiver.townText,
    receiver.address,
  ];
  return {
    toFullName: receiver.fullName,
    toDivisionCode: receiver.districtCode ?? '330106',
    toMobile: receiver.mobile,
    toPhone: receiver.phone,
    toPost: receiver.postCode,
    toTownCode: null,
    toArea: parts.filter((part) => part).join(' '),
  };
}

/** Where the parcels go, and which there are. */
export function nativeLogistics(order: Order, rendering: Rendering): Wire {
  const { receiver } = order;
  return {
    address: [receiver.townText, receiver.address].filter((part) => part).join(' '),
    area: receiver.areaText,
    areaCode: receiver.districtCode ?? '330106',
    city: receiver.cityText,
    contactPerson: receiver.fullName,
    fax: null,
    mobile: receiver.mobile,
    province: receiver.provinceText,
    telephone: receiver.phone,
    zip: receiver.postCode,
    logisticsItems: order.parcels.length === 0 ? null : logisticsItems(order, rendering),
    townCode: null,
    town: null,
    caid: null,
    realLogisticsCompanyNo: null,
  };
}

function logisticsItems(order: Order, { parcelItems }: Rendering): Wire[] {
  return order.parcels.map((parcel, n) => ({
    id: Number(order.id.slice(-12)) + n,
    logisticsCode: parcel.logisticsId,
    logisticsBillNo: parcel.billNo,
    logisticsCompanyName: parcel.companyName,
    logisticsCompanyNo: parcel.companyNo,
    deliveredTime: chinaIso(parcel.shippedAt),
    gmtCreate: chinaIso(parcel.shippedAt),
    gmtModified: chinaIso(parcel.steps.at(-1)?.at ?? parcel.shippedAt),
    status: parcel.signedAt === null ? 'alreadysend' : 'sign',
    type: '0',
    subItemIds: parcelItems ? parcel.subItemIds.join(',') : null,
    noLogisticsName: null,
    noLogisticsTel: null,
    noLogisticsBillNo: null,
    noLogisticsCondition: '0',
  }));
}
