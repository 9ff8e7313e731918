import { expect, test } from 'vitest';
import { hidePersonal } from './hide-personal.ts';

test('people become stars; ids, money and shape stay', () => {
  const order = {
    baseInfo: {
      id: 2540608320348880794n,
      totalAmount: 23,
      receiverInfo: { toFullName: 'zhang', toMobile: '18600000000', toTownCode: null },
      sellerContact: { name: 'wang', wgSenderPhone: '1' },
      buyerLoginId: 'someone',
    },
    productItems: [{ name: '杯子', skuInfos: [{ name: '颜色', value: '紫' }] }],
    nativeLogistics: { address: 'street 1', logisticsItems: [{ logisticsBillNo: 'YT1860000000012' }] },
    success: true,
  };
  expect(hidePersonal(order)).toEqual({
    baseInfo: {
      id: 2540608320348880794n,
      totalAmount: 23,
      receiverInfo: { toFullName: '***', toMobile: '***', toTownCode: null },
      sellerContact: { name: '***', wgSenderPhone: '***' },
      buyerLoginId: '***',
    },
    productItems: [{ name: '杯子', skuInfos: [{ name: '颜色', value: '紫' }] }],
    nativeLogistics: { address: '***', logisticsItems: [{ logisticsBillNo: 'YT1860000000012' }] },
    success: true,
  });
});

test('a phone number inside a text is hidden, digits of an id are not', () => {
  expect(hidePersonal(['call 18600000000 please', '2540613800000000794'])).toEqual([
    'call *** please',
    '2540613800000000794',
  ]);
});
