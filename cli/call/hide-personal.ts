import { isJsonObject } from '../../contract/plain-json.ts';

/** Objects of the platform that describe a person: every value in them is hidden. */
const PEOPLE = new Set([
  'addressParam',
  'receiverInfo',
  'buyerContact',
  'sellerContact',
  'overseasExtraAddress',
  'sender',
  'receiver',
  'receiverAddress',
  'orderAddress',
]);

/** Members that name or place a person wherever they stand. */
const PERSONAL = new Set([
  ...['address', 'area', 'contactPerson', 'fullName', 'mobile', 'phone', 'fax', 'telephone', 'email', 'town'],
  ...['zip', 'postCode', 'toFullName', 'toMobile', 'toPhone', 'toArea', 'toPost', 'wgSenderName'],
  ...['wgSenderPhone', 'buyerLoginId', 'subBuyerLoginId', 'sellerLoginId', 'buyerAlipayId', 'sellerAlipayId'],
]);

export const HIDDEN = '***';
/** A mainland mobile number, also inside a text, not inside a longer number. */
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/**
 * An answer of the platform without what it says of people: names, addresses, phone numbers become `***`.
 * Shape, ids, amounts and times stay.
 */
export function hidePersonal(value: unknown): unknown {
  return hide(value, false);
}

function hide(value: unknown, person: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => hide(each, person));
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(([name, member]) => [
      name,
      hide(member, person || PEOPLE.has(name) || PERSONAL.has(name)),
    ]);
    return Object.fromEntries(members);
  }
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (person) return HIDDEN;
  return typeof value === 'string' ? value.replace(MOBILE, HIDDEN) : value;
}
