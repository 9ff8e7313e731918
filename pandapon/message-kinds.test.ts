import { expect, test } from 'vitest';
import { statusClaimedBy } from './message-kinds.ts';

test.each([
  ['ORDER_BUYER_VIEW_ORDER_PAY', 'paid'],
  ['ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS', 'shipped'],
  ['ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS', 'confirmed'],
  ['ORDER_BUYER_VIEW_ORDER_SUCCESS', 'success'],
  ['ORDER_BUYER_VIEW_ORDER_BUYER_CLOSE', 'closed'],
  ['ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE', 'closed'],
  ['ORDER_BUYER_VIEW_ORDER_BOPS_CLOSE', 'closed'],
])('%s claims %s', (type, status) => {
  expect(statusClaimedBy(type)).toBe(status);
});

test.each([
  ['ORDER_BUYER_VIEW_ORDER_PRICE_MODIFY'],
  ['ORDER_BUYER_VIEW_PART_PART_SENDGOODS'],
  ['ORDER_STATUS_MODIFY'],
  ['ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES'],
  ['LOGISTICS_BUYER_VIEW_TRACE'],
  ['SWEEP'],
  ['toString'],
  [''],
])('%s claims nothing', (type) => {
  expect(statusClaimedBy(type)).toBeNull();
});
