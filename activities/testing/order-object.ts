/** Order objects and trace as the wire has them, with invented people. Ids beyond 2^53 are bigints. */

export const ORDER_ID = '2540608320348880794';
export const SPEC = 'e61a85a671bb3d0301d0412b51641c6b';
export const SELLER = 'BBBseller-one';
export const USER = '1700000000000';
export const POSTED_AT = '2026-11-25T00:00:00.000Z';
/** A minute after `POSTED_AT`. */
export const NOW = Date.parse(POSTED_AT) + 60_000;

export type Wire = Record<string, unknown>;

export const RECEIVER = {
  fullName: 'Tester Wang',
  mobile: '13900000000',
  phone: '13900000000',
  postCode: '100000',
  provinceText: '浙江省',
  cityText: '杭州市',
  areaText: '西湖区',
  townText: '转塘',
  address: 'Test Road 1',
};

const receiverInfo = {
  toFullName: 'Tester Wang',
  toMobile: '13900000000',
  toPhone: '13900000000',
  toArea: '浙江省 杭州市 西湖区 转塘 Test Road 1',
};

export const item = (more: Wire = {}): Wire => ({
  subItemID: BigInt(ORDER_ID),
  subItemIDString: ORDER_ID,
  specId: SPEC,
  quantity: 1,
  itemAmount: 19,
  refund: 0,
  status: 'waitbuyerpay',
  refundStatus: null,
  refundId: null,
  logisticsStatus: 1,
  ...more,
});

export const orderObject = (base: Wire = {}, more: Wire = {}): Wire => ({
  productItems: [item()],
  nativeLogistics: { logisticsItems: null, contactPerson: 'Tester Wang', mobile: '13900000000' },
  tradeTerms: [],
  sellerOpenId: SELLER,
  success: true,
  errorCode: null,
  errorMsg: null,
  ...more,
  baseInfo: {
    id: BigInt(ORDER_ID),
    idOfStr: ORDER_ID,
    status: 'waitbuyerpay',
    totalAmount: 23,
    sumProductPayment: 19,
    shippingFee: 4,
    discount: 0,
    refund: 0,
    createTime: '2026-11-25T08:00:30.000+08:00',
    modifyTime: '2026-11-25T08:00:30.000+08:00',
    payTime: null,
    allDeliveredTime: null,
    receivingTime: null,
    completeTime: null,
    refundStatus: null,
    refundStatusForAs: null,
    closeOperateType: '',
    closeReason: null,
    alipayTradeId: 'UNCREATED',
    payTimeout: 432000,
    buyerFeedback: null,
    receiverInfo,
    buyerContact: { name: 'Buyer Li', mobile: '13911111111' },
    sellerContact: { name: 'Seller Chen', mobile: '13922222222' },
    ...base,
  },
});

const PAY_TIME = '2026-11-25T08:00:50.000+08:00';

export const paid = (base: Wire = {}, more: Wire = {}): Wire =>
  orderObject({ status: 'waitsellersend', payTime: PAY_TIME, alipayTradeId: '2026112522001', ...base }, more);

/** Shipped in one parcel. */
export const shipped = (base: Wire = {}, more: Wire = {}): Wire =>
  paid(
    { status: 'waitbuyerreceive', allDeliveredTime: '2026-11-25T08:00:55.000+08:00', ...base },
    { productItems: [item({ status: 'waitbuyerreceive', logisticsStatus: 2 })], ...more },
  );

export const closed = (base: Wire = {}): Wire =>
  orderObject({ status: 'cancel', closeOperateType: 'CLOSE_TRADE_BY_SELLER', ...base });

export const parcel = (more: Wire = {}): Wire => ({
  logisticsId: 'LP001',
  logisticsBillNo: 'YT0001',
  logisticsCompanyName: '圆通速递',
  orderId: ORDER_ID,
  status: 'TRANSPORT',
  logisticsSteps: [{ acceptTime: '2026-11-25 08:01:00', remark: '已揽收' }],
  ...more,
});

export const signedParcel = (more: Wire = {}): Wire =>
  parcel({
    status: 'SIGN',
    logisticsSteps: [
      { acceptTime: '2026-11-25 08:01:00', remark: '已揽收' },
      { acceptTime: '2026-11-25 09:00:00', remark: '已签收，快递员 13812345678' },
    ],
    ...more,
  });

export const line = (more: Wire = {}) => ({
  offerMapId: 'L0PTnwSnx_dWNZWCtgK7Gg',
  specId: SPEC,
  quantity: 1,
  sellerOpenId: SELLER,
  ...more,
});

export const request = (...cargoParamList: ReturnType<typeof line>[]) => ({
  flow: 'general',
  addressParam: RECEIVER,
  cargoParamList: cargoParamList.length === 0 ? [line()] : cargoParamList,
});
