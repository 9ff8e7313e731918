import type { Wire } from './wire.ts';

/** The invented people behind every order: nobody real is in the sandbox. */

/** The seller's login name. */
export const sellerNameOf = (sellerOpenId: string | null): string =>
  `练习商家${(sellerOpenId ?? '0').slice(0, 12)}`;

export const buyerContact: Wire = {
  phone: '86-0571-00000000',
  fax: null,
  email: 'buyer@example.com',
  imInPlatform: 'sandboxbuyer',
  name: '练习买家',
  mobile: '10000000000',
  companyName: '练习贸易有限公司',
};

export const sellerContact = (seller: string): Wire => ({
  phone: '86-',
  fax: null,
  email: null,
  imInPlatform: seller,
  name: '练习卖家',
  mobile: '10000000001',
  companyName: `${seller}有限公司`,
  wgSenderName: null,
  wgSenderPhone: null,
});
