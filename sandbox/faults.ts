import { z } from 'zod';
import { isOperationName, type OperationName, operationsNear } from '../pandapon/index.ts';
import type { Journal } from './journal.ts';

/** What can go wrong with a call on demand. */
export const FAULT_KINDS = [
  'http-500',
  'http-502-html',
  'http-200-html',
  'cut-body',
  'reset',
  'hang',
  'code-500',
  'http-429',
  'code-429',
  'refusal',
  'http-401',
  'code-401',
  'slow',
  'pay-lies',
  'pay-false',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Short names of operations, beside their full ones and `*`. */
const SHORT_NAMES: Readonly<Record<string, readonly OperationName[]>> = {
  preview: [
    'alibaba.order.preview',
    'alibaba.order.previewBatch',
    'alibaba.cart.preview',
    'taobao.cart.preview',
  ],
  create: [
    'alibaba.order.create',
    'alibaba.order.batchCreate',
    'alibaba.cart.createOrder',
    'taobao.order.create',
    'taobao.cart.createOrder',
  ],
  pay: ['alibaba.order.payUrl'],
  'batch-pay': ['alibaba.order.batchSubmitToPay', 'taobao.order.pay'],
  confirm: ['alibaba.order.receiveGoods'],
  cancel: ['alibaba.order.cancel', 'taobao.order.cancel'],
  detail: ['alibaba.order.detail', 'taobao.order.detail'],
  list: ['alibaba.order.page', 'taobao.order.page'],
  trace: ['alibaba.order.logisticsTrace', 'taobao.order.logisticsDetail'],
  refund: ['alibaba.refund.create', 'taobao.refund.submit'],
  book: ['warehouse.freight.book'],
};

/** A fault to come. */
export const faultSchema = z.strictObject({
  /** Full or short name, or `*`. */
  operation: z.string().min(1),
  /** `before`: nothing is done, the answer is spoilt. `after`: it is done, and the answer is spoilt. */
  when: z.enum(['before', 'after']).default('before'),
  kind: z.enum(FAULT_KINDS),
  /** How many calls it hits; null: all, until it is taken away. */
  times: z.int().min(1).nullable().default(1),
  /** Only calls of this merchant, order, or user. */
  sellerOpenId: z.string().optional(),
  orderId: z.string().optional(),
  userId: z.string().optional(),
  /** Only calls of orders whose remark holds this text. */
  remark: z.string().optional(),
  /** Hits only so large a part of the calls, by chance. */
  chance: z.number().min(0).max(1).optional(),
  /** How long `slow` takes; for `http-429`, `code-429`: the Retry-After. */
  seconds: z.number().min(0).max(3600).optional(),
});
export const faultsSchema = z.array(faultSchema).min(1).max(1000);

export type FaultRequest = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema>;

/** What a fault can be matched against. */
export interface CallFacts {
  operation: string;
  userId: string;
  orderIds: readonly string[];
  sellerOpenIds: readonly (string | null)[];
  remarks: readonly (string | null)[];
}

/** The faults still to come, in the order they were asked for. */
export class Faults {
  readonly #journal: Journal;
  readonly #random: () => number;
  #list: Fault[];

  constructor(journal: Journal, random: () => number = Math.random) {
    this.#journal = journal;
    this.#random = random;
    this.#list = journal.rows('faults').get('list') ?? [];
  }

  list(): readonly Fault[] {
    return this.#list;
  }

  add(faults: readonly Fault[]): void {
    this.#keep([...this.#list, ...faults]);
  }

  clear(): void {
    this.#keep([]);
  }

  /** The first fault that this call runs into; it then counts as used once. */
  take(call: CallFacts): Fault | null {
    const fault = this.#list.find((each) => hits(each, call) && this.#happens(each));
    if (!fault) return null;
    if (fault.times !== null) {
      const left = fault.times - 1;
      this.#keep(
        this.#list.flatMap((each) => (each !== fault ? [each] : left > 0 ? [{ ...each, times: left }] : [])),
      );
    }
    return fault;
  }

  #happens({ chance }: Fault): boolean {
    return chance === undefined || this.#random() < chance;
  }

  #keep(list: Fault[]): void {
    this.#list = list;
    this.#journal.put('faults', 'list', list);
  }
}

function hits(fault: Fault, call: CallFacts): boolean {
  return (
    isOf(fault.operation, call.operation) &&
    (fault.userId === undefined || fault.userId === call.userId) &&
    (fault.orderId === undefined || call.orderIds.includes(fault.orderId)) &&
    (fault.sellerOpenId === undefined || call.sellerOpenIds.includes(fault.sellerOpenId)) &&
    (fault.remark === undefined || call.remarks.some((remark) => remark?.includes(fault.remark ?? '')))
  );
}

const isOf = (name: string, operation: string): boolean =>
  name === '*' || name === operation || (SHORT_NAMES[name]?.some((each) => each === operation) ?? false);

/** Says what about these faults could never come to pass, or null. */
export function wrongFaults(faults: readonly Fault[]): string | null {
  for (const { operation, kind } of faults) {
    const known = operation === '*' || Object.hasOwn(SHORT_NAMES, operation) || isOperationName(operation);
    if (!known) {
      const names = ['*', ...Object.keys(SHORT_NAMES), ...operationsNear(operation)];
      return `there is no operation "${operation}" (there are ${names.join(', ')} and more)`;
    }
    const pays = PAYMENTS.some((name) => isOf(operation, name));
    if (kind.startsWith('pay-') && !pays)
      return `${kind} is only for pay and batch-pay, not for ${operation}`;
  }
  return null;
}

const PAYMENTS: readonly OperationName[] = [
  'alibaba.order.payUrl',
  'alibaba.order.batchSubmitToPay',
  'taobao.order.pay',
];
