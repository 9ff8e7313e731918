import { cancellationSignal } from '@temporalio/activity';
import { beating } from './effect.ts';
import { lookAgain } from './look.ts';
import { linesSent } from './merchants.ts';
import { readOrdersSince } from './order-list.ts';
import { observationOf } from './order-observation.ts';
import { matchOrder, type Search, windowStart } from './our-orders.ts';
import { isGone, type NoAnswer, readOrder } from './read-order.ts';
import type { CreateInput, FindInput, FindResult, FoundOrder } from './types.ts';
import type { World } from './world.ts';

/** Looks what an unknown create did, or at the orders that a person names. */
export function find(world: World, input: FindInput): Promise<FindResult> {
  return beating(async () => {
    const at = new Date(world.now()).toISOString();
    const signal = cancellationSignal();
    const found = input.only
      ? await readNamed(world, input, input.only, signal)
      : await findOurs(world, input, signal);
    if (found.kind !== 'found') return lookAgain(world, input.patient, found);
    const { orders, missing } = found;
    return { kind: 'read', at, orders, missing, settleSeconds: world.settleSeconds };
  });
}

export type Found = { kind: 'found'; orders: FoundOrder[]; missing: string[] } | NoAnswer;

/** One reading of the list: orders that could be this purchase's and are not yet known as such. */
export async function findOurs(
  world: World,
  input: FindInput | CreateInput,
  signal?: AbortSignal,
): Promise<Found> {
  const { userId, postedAt, known, purchaseId, request, tag, lines } = input;
  const since = windowStart(postedAt, world.reconcileSince);
  const list = await readOrdersSince(world, { userId, since, signal });
  if (list.kind !== 'read') return list;
  const search: Search = {
    purchaseId,
    request,
    tag,
    postedAt,
    since,
    sent: linesSent(request.cargoParamList, lines),
  };
  const orders: FoundOrder[] = [];
  for (const order of list.orders) {
    const match = matchOrder(order, search);
    if (match === null) continue;
    const observation = observationOf(order, null);
    if (observation === null) return unreadable;
    if (known.includes(observation.orderId)) continue;
    const owner = await ownerOf(world, input, observation.orderId);
    if (owner.kind !== 'known') return owner;
    const anothers = owner.ownedBy !== null && owner.ownedBy !== purchaseId;
    if (!tag && anothers) continue;
    orders.push({ observation, ownedBy: owner.ownedBy, differs: match.differs });
  }
  return { kind: 'found', orders, missing: [] };
}

async function readNamed(
  world: World,
  input: FindInput,
  only: readonly string[],
  signal: AbortSignal,
): Promise<Found> {
  const orders: FoundOrder[] = [];
  const missing: string[] = [];
  for (const orderId of only) {
    const reading = await readOrder(world, { userId: input.userId, orderId }, { signal });
    if (isGone(reading)) {
      missing.push(orderId);
      continue;
    }
    if (reading.kind !== 'read') return reading;
    const owner = await ownerOf(world, input, orderId);
    if (owner.kind !== 'known') return owner;
    orders.push({ observation: reading.seen, ownedBy: owner.ownedBy, differs: [] });
  }
  return { kind: 'found', orders, missing };
}

/** Whose an order is; Temporal may be away. */
export async function ownerOf(
  world: World,
  { platform }: Pick<FindInput, 'platform'>,
  orderId: string,
): Promise<{ kind: 'known'; ownedBy: string | null } | NoAnswer> {
  try {
    return { kind: 'known', ownedBy: await world.ownerOf(platform, orderId) };
  } catch {
    const message = `whose run tracks order ${orderId} can't be read from Temporal`;
    return { kind: 'unknown', message, retryAfterSeconds: null };
  }
}

const unreadable: NoAnswer = {
  kind: 'unknown',
  message: 'the order list holds an order of ours that cannot be read',
  retryAfterSeconds: null,
};
