import type { StuckReason } from '../../contract/index.ts';
import type { FaultKind } from '../../sandbox/faults.ts';

/**
 * The fault matrix: every call that moves something x before or after the platform has done it x everything that can
 * become of the answer. Made by three lists; nothing is picked by hand.
 */

export const OPERATIONS = ['create', 'batch pay', 'pay', 'confirm', 'cancel'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** `before`: the platform does nothing, and its answer is spoilt. `after`: it does it, and its answer is spoilt. */
export const MOMENTS = ['before', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What a caller may make of the answer: nobody knows; try again later; a definite no. */
type Says = 'unknown' | 'turned away' | 'refused';

export const FAULTS = [
  { name: '500', kind: 'http-500', says: 'unknown' },
  { name: '502 HTML', kind: 'http-502-html', says: 'unknown' },
  { name: '200 HTML', kind: 'http-200-html', says: 'unknown' },
  { name: 'cut body', kind: 'cut-body', says: 'unknown' },
  { name: 'reset', kind: 'reset', says: 'unknown' },
  { name: 'hang', kind: 'hang', says: 'unknown' },
  { name: 'code 500', kind: 'code-500', says: 'unknown' },
  { name: '429', kind: 'http-429', says: 'turned away' },
  { name: 'refusal', kind: 'refusal', says: 'refused' },
  // The answer never comes, and the worker that waits for it is killed.
  { name: 'worker killed', kind: 'hang', says: 'unknown' },
] as const satisfies readonly { name: string; kind: FaultKind; says: Says }[];
export type Fault = (typeof FAULTS)[number];

export interface Cell {
  readonly operation: Operation;
  readonly moment: Moment;
  readonly fault: Fault;
  /** The id of its purchase. */
  readonly id: string;
}

const cellOf = (operation: Operation, moment: Moment, fault: Fault): Cell => ({
  operation,
  moment,
  fault,
  id: `${operation}.${moment}.${fault.name}`.replaceAll(' ', '-'),
});

/** The whole matrix. */
export const CELLS: readonly Cell[] = OPERATIONS.flatMap((operation) =>
  MOMENTS.flatMap((moment) => FAULTS.map((fault) => cellOf(operation, moment, fault))),
);

const turn = <T>(list: readonly T[], n: number): T[] => list.slice(n % list.length, (n % list.length) + 1);

/** A fixed sample: every fault once, every operation before and after its effect. */
export const SAMPLE: readonly Cell[] = FAULTS.flatMap((fault, n) =>
  turn(OPERATIONS, n).flatMap((operation) =>
    turn(MOMENTS, n).map((moment) => cellOf(operation, moment, fault)),
  ),
);

export const isWorkerKilled = ({ fault }: Cell): boolean => fault.name === 'worker killed';

/** A purchase of a cell buys from so many merchants; where a call is about one order, the fault hits one of them. */
export const MERCHANTS = 2;

/** What a person is asked when the platform says a definite no. */
const REFUSED: Record<Operation, StuckReason> = {
  create: 'CREATE_REFUSED',
  'batch pay': 'PAY_REFUSED',
  pay: 'PAY_REFUSED',
  confirm: 'RECEIPT_REFUSED',
  cancel: 'CANCEL_REFUSED',
};

/**
 * Where a cell must come to rest. A definite no is believed, except where the read that follows shows that the effect
 * was done; a create has no order to read, so its no is believed until a person lets it be looked up. All else ends
 * by itself.
 */
export function restOf({ operation, moment, fault }: Cell): StuckReason | 'ended' {
  if (fault.says !== 'refused') return 'ended';
  return moment === 'before' || operation === 'create' ? REFUSED[operation] : 'ended';
}

/** How a cell's purchase ends at last, after a person's `retry` where it rested before. */
export const endOf = ({ operation }: Cell): { stage: 'completed' | 'cancelled'; outcome: 'full' | 'none' } =>
  operation === 'cancel' ? { stage: 'cancelled', outcome: 'none' } : { stage: 'completed', outcome: 'full' };

/** What the platform has done for one order. */
export interface Deeds {
  orders: number;
  debits: number;
  confirms: number;
  cancels: number;
}

/** What every merchant of the cell's purchase has at last: one order, paid and confirmed once, or cancelled once unpaid. */
export const deedsAtEnd = ({ operation }: Cell): Deeds =>
  operation === 'cancel'
    ? { orders: 1, debits: 0, confirms: 0, cancels: 1 }
    : { orders: 1, debits: 1, confirms: 1, cancels: 0 };

/** What a merchant has while its operation waits for a person: everything before the operation, and that only where the platform did it. */
export function deedsAtRest({ operation, moment }: Cell): Deeds {
  const done = moment === 'after' ? 1 : 0;
  const nothing = { orders: 0, debits: 0, confirms: 0, cancels: 0 };
  switch (operation) {
    case 'create':
      return { ...nothing, orders: done };
    case 'batch pay':
    case 'pay':
      return { ...nothing, orders: 1, debits: done };
    case 'confirm':
      return { ...nothing, orders: 1, debits: 1, confirms: done };
    case 'cancel':
      return { ...nothing, orders: 1, cancels: done };
  }
}

/** How many merchants a fault of the operation stops: a create or a batch is one call for all. */
export const merchantsHit = ({ operation }: Cell): number =>
  operation === 'create' || operation === 'batch pay' ? MERCHANTS : 1;

/** How often the operation is sent for an order that the fault hit: never again once it was done. */
export const sendsFor = ({ moment }: Cell): number => (moment === 'after' ? 1 : 2);
