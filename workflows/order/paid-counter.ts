import { metricMeter } from '@temporalio/workflow';

/** Counts what an order was seen paid, beyond what is counted already. @returns what is counted now, fen */
export function countPaid(countedFen: number, paidFen: number): number {
  if (paidFen <= countedFen) return countedFen;
  const description =
    'Fen paid for orders, by whomever, as the platform showed it; refunds are not taken off.';
  metricMeter.createCounter('pandapon_paid_fen_total', undefined, description).add(paidFen - countedFen);
  return paidFen;
}
