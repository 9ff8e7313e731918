import { cancellationSignal } from '@temporalio/activity';
import { beating } from './effect.ts';
import { lookAgain } from './look.ts';
import { isGone, type NoAnswer, readOrder } from './read-order.ts';
import type { Missing, ObserveInput, ObserveResult } from './types.ts';
import type { World } from './world.ts';

/** Reads one order, and its parcels where asked and something has been shipped. */
export function observe(world: World, input: ObserveInput): Promise<ObserveResult> {
  return beating(async () => {
    const { trace } = input;
    const reading = await readOrder(world, input, { trace, signal: cancellationSignal() });
    if (reading.kind === 'read') return { kind: 'seen', order: reading.seen };
    return isGone(reading) ? missing(input, reading) : lookAgain(world, input.patient, reading);
  });
}

/** The platform does not know an order that is ours. */
export const missing = ({ orderId }: { orderId: string }, { message }: NoAnswer): Missing => ({
  kind: 'missing',
  message: `the platform does not show order ${orderId}: ${message}`,
});
