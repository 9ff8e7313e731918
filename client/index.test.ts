import { expectTypeOf, it } from 'vitest';
import type { OrderView, PurchaseStart, PurchaseView, StuckReason } from '../contract/index.ts';
import {
  type CommandOptions,
  connect,
  isPandaponOrdersError,
  type PandaponOrders,
  type PandaponOrdersError,
  type Purchase,
  type StuckItem,
} from './index.ts';

type Retry = NonNullable<Parameters<Purchase['retry']>[0]>;

it('is typed end to end', () => {
  expectTypeOf(connect).returns.resolves.toEqualTypeOf<PandaponOrders>();
  expectTypeOf<PandaponOrders['start']>().parameter(0).toEqualTypeOf<PurchaseStart>();
  expectTypeOf<PandaponOrders['start']>().returns.resolves.toEqualTypeOf<Purchase>();
  expectTypeOf<Purchase['view']>().returns.resolves.toEqualTypeOf<PurchaseView>();
  expectTypeOf<Purchase['result']>().returns.resolves.toEqualTypeOf<PurchaseView>();
  expectTypeOf<ReturnType<Purchase['watch']>>().toExtend<AsyncIterable<PurchaseView>>();
  expectTypeOf<ReturnType<PandaponOrders['stuck']>>().toExtend<AsyncIterable<StuckItem>>();
  expectTypeOf<
    ReturnType<ReturnType<PandaponOrders['order']>['confirmReceipt']>
  >().resolves.toEqualTypeOf<OrderView>();
});

it('takes of each command what that command takes', () => {
  expectTypeOf<Retry>().toHaveProperty('patch');
  expectTypeOf<Retry>().not.toHaveProperty('actor');
  expectTypeOf<Retry['revision']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<{ orders: string[]; by: string }>().toExtend<Parameters<Purchase['adopt']>[0]>();
  expectTypeOf<{ by: string }>().not.toExtend<Parameters<Purchase['adopt']>[0]>();
  expectTypeOf<Parameters<Purchase['skip']>[1]>().toEqualTypeOf<CommandOptions | undefined>();
  expectTypeOf<Purchase>().not.toHaveProperty('confirmReceipt');
  expectTypeOf<ReturnType<PandaponOrders['order']>>().not.toHaveProperty('adopt');
});

it('narrows filters and errors', () => {
  type Filter = NonNullable<Parameters<PandaponOrders['stuck']>[0]>;
  expectTypeOf<Filter['reason']>().toEqualTypeOf<StuckReason | undefined>();
  const error: unknown = null;
  if (isPandaponOrdersError(error, 'INVALID'))
    expectTypeOf(error).toEqualTypeOf<PandaponOrdersError<'INVALID'>>();
});
