import type { CallFacts } from './faults.ts';
import type { Marketplace } from './marketplace.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a call is about, as far as its raw request says: which orders, merchants, remarks. */
export function callFacts(
  operation: string,
  userId: string,
  request: unknown,
  marketplace: Marketplace,
): CallFacts {
  const members = membersOf(request);
  const orderIds = [members['orderId'], ...list(members['orderIds'])].flatMap(idText);
  const byPart = [
    ...idText(members['refundId']).flatMap((id) => marketplace.orderOfRefund(id) ?? []),
    ...[members['subOrderId'], members['subPurchaseOrderId']]
      .flatMap(idText)
      .flatMap((id) => marketplace.orderOfItem(id) ?? []),
  ];
  const orders = [...orderIds.flatMap((id) => marketplace.order(id) ?? []), ...byPart];
  const sellers = list(members['cargoParamList']).map((line) => textOrNull(membersOf(line)['sellerOpenId']));
  return {
    operation,
    userId,
    orderIds: [...orderIds, ...byPart.map((order) => order.id)],
    sellerOpenIds: [...sellers, ...orders.map((order) => order.sellerOpenId)],
    remarks: [textOrNull(members['message']), ...orders.map((order) => order.remark)],
  };
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const idText = (value: unknown): string[] =>
  typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number' ? [String(value)] : [];
