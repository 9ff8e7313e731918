import { expect, test } from 'vitest';
import { isAhead, statusOf } from './order-status.ts';

test.each([
  ['waitbuyerpay', 'unpaid'],
  ['waitsellersend', 'paid'],
  ['paid_but_not_fund', 'paid'],
  ['waitlogisticstakein', 'shipped'],
  ['waitbuyerreceive', 'shipped'],
  ['waitbuyersign', 'shipped'],
  ['send_goods_but_not_fund', 'shipped'],
  ['signinsuccess', 'signed'],
  ['confirm_goods', 'confirmed'],
  ['confirm_goods_but_not_fund', 'confirmed'],
  ['confirm_goods_and_has_subsidy', 'confirmed'],
  ['confirm_goods_in_a_new_form', 'confirmed'],
  ['success', 'success'],
  ['cancel', 'closed'],
  ['terminated', 'closed'],
  ['signinfailed', 'unknown'],
  ['waitselleract', 'unknown'],
  ['refundsuccess', 'unknown'],
  ['WAITBUYERPAY', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
  [null, 'unknown'],
  [undefined, 'unknown'],
])('%s means %s', (word, status) => {
  expect(statusOf(word)).toBe(status);
});

test('a claim is ahead when it is further along the life of an order', () => {
  const life = ['unpaid', 'paid', 'shipped', 'signed', 'confirmed', 'success', 'closed'] as const;
  life.forEach((seen, at) => {
    life.forEach((claimed, then) => {
      expect(isAhead(claimed, seen), `${claimed} after ${seen}`).toBe(then > at);
    });
  });
});

test('what one of both does not know is always worth a look', () => {
  expect(isAhead('unknown', 'success')).toBe(true);
  expect(isAhead('unpaid', 'unknown')).toBe(true);
});
