import { type NoAnswer, type OwnOrder, type Reading, readOrder } from './read-order.ts';
import type { OrderObservation } from './types.ts';
import type { World } from './world.ts';

/** A read before a send: twice, so that one lost packet does not cost a round through the queue. */
const BEFORE_MS = [0, 500] as const;
/** A read after a send: it decides, so it is worth more. Something that shows late (a debit) gets some seconds. */
const AFTER_MS = [0, 1_000, 2_000, 4_000] as const;
/** No read begins later than this after the first. */
const LONGEST_MS = 15_000;

/** Reads an order before an effect is sent. Only unknown answers are asked again: what the platform turns away is told. */
export async function readBefore(world: World, order: OwnOrder, trace = false): Promise<Reading> {
  let reading: Reading = await readOrder(world, order, { trace });
  for (const pause of BEFORE_MS.slice(1)) {
    if (reading.kind !== 'unknown') return reading;
    await world.wait(pause);
    reading = await readOrder(world, order, { trace });
  }
  return reading;
}

/**
 * Reads an order back after an effect was sent, again while it can't be read. When the effect may show late
 * (`awaited`), also while the order does not show it. Answers the last good reading, or why there is none.
 */
export async function readBack(
  world: World,
  order: OwnOrder,
  awaited: ((seen: OrderObservation) => boolean) | null,
): Promise<{ seen: OrderObservation } | { seen: null; why: NoAnswer }> {
  const begun = world.now();
  let good: OrderObservation | null = null;
  let why: NoAnswer = { kind: 'unknown', message: 'not read back', retryAfterSeconds: null };
  for (const pause of AFTER_MS) {
    if (pause > 0) await world.wait(pause);
    if (world.now() - begun > LONGEST_MS) break;
    const reading = await readOrder(world, order);
    if (reading.kind === 'read') good = reading.seen;
    else why = reading;
    if (good !== null && (awaited === null || awaited(good))) break;
    if (reading.kind === 'credentials') break;
  }
  return good === null ? { seen: null, why } : { seen: good };
}
