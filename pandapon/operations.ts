import type { z } from 'zod';
import type { Operation } from './operation.ts';
import { addresses } from './operations/addresses.ts';
import { alibabaCart } from './operations/alibaba-cart.ts';
import { alibabaGoods } from './operations/alibaba-goods.ts';
import { alibabaOrders } from './operations/alibaba-orders.ts';
import { alibabaRefunds } from './operations/alibaba-refunds.ts';
import { taobaoCart } from './operations/taobao-cart.ts';
import { taobaoGoods } from './operations/taobao-goods.ts';
import { taobaoOrders } from './operations/taobao-orders.ts';
import { taobaoRefunds } from './operations/taobao-refunds.ts';
import { warehouseFreight } from './operations/warehouse-freight.ts';

/** Every platform operation by its name. */
export const operations = byName(
  ...alibabaGoods,
  ...alibabaCart,
  ...alibabaOrders,
  ...alibabaRefunds,
  ...taobaoGoods,
  ...taobaoOrders,
  ...taobaoCart,
  ...taobaoRefunds,
  ...addresses,
  ...warehouseFreight,
);

export type Operations = typeof operations;
export type OperationName = keyof Operations;
/** What an operation is asked with, in our form: ids as text, amounts in fen. */
export type RequestOf<Name extends OperationName> = z.output<Operations[Name]['request']>;
/** What an operation answers, in our form. */
export type AnswerOf<Name extends OperationName> = z.output<Operations[Name]['answer']>;

export const isOperationName = (name: string): name is OperationName => Object.hasOwn(operations, name);

/** Names that someone who wrote this may have meant: those that hold all of it, else its last part. */
export function operationsNear(written: string): OperationName[] {
  const all = withPart(written);
  return all.length > 0 ? all : withPart(written.split('.').at(-1) ?? '');
}

const withPart = (part: string): OperationName[] =>
  part === ''
    ? []
    : Object.keys(operations)
        .filter(isOperationName)
        .filter((name) => name.toLowerCase().includes(part.toLowerCase()));

type ByName<Declared extends readonly Operation[]> = {
  readonly [Each in Declared[number] as Each['name']]: Each;
};

function byName<const Declared extends readonly Operation[]>(...declared: Declared): ByName<Declared> {
  const names = declared.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`operation ${twice} is declared twice`);
  // The names become the keys; TypeScript cannot follow a tuple through fromEntries.
  return Object.fromEntries(declared.map((each) => [each.name, each])) as ByName<Declared>;
}
