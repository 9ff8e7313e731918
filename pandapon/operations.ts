import type { z } from 'zod';
import type { Operation } from './operation.ts';
import { alibabaOrders } from './operations/alibaba-orders.ts';

/** Every platform operation by its name. */
export const operations = byName(...alibabaOrders);

export type Operations = typeof operations;
export type OperationName = keyof Operations;
/** What an operation is asked with, in our form: ids as text, amounts in fen. */
export type RequestOf<Name extends OperationName> = z.output<Operations[Name]['request']>;
/** What an operation answers, in our form. */
export type AnswerOf<Name extends OperationName> = z.output<Operations[Name]['answer']>;

export const isOperationName = (name: string): name is OperationName => Object.hasOwn(operations, name);

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
