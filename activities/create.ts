import type { PurchaseRequest } from '../contract/index.ts';
import type { Order, Outcome } from '../pandapon/index.ts';
import { sortAnswer } from './create-answer.ts';
import { beating, wasOutBefore } from './effect.ts';
import { findOurs, ownerOf } from './find.ts';
import { credentialsRefused, notSent, troubleText } from './look.ts';
import type { SentLine } from './merchants.ts';
import { shownText } from './platform-text.ts';
import { INVALID, misfitOf, personalTexts, readBody, remarkOf } from './request-body.ts';
import type { CreateInput, CreateResult } from './types.ts';
import type { World } from './world.ts';

/** Creates the orders of the given lines: one send at most, and none where an earlier one may have done it. */
export function create(world: World, input: CreateInput): Promise<CreateResult> {
  return beating(async () => {
    const body = readBody(input, input.tag);
    if (body.kind === 'misfit') return invalid(body.message);
    const looked = await lookFirst(world, input);
    if (looked !== null) return looked;
    const answer = await send(world, input, body.request, body.sent);
    if (answer.kind === 'misfit') return invalid(answer.message);
    const result = settleAnswer(world, answer, body.sent, personalTexts(body.request.addressParam));
    return input.tag || result.kind !== 'answered' ? result : withOwners(world, input, result);
  });
}

/** Without a tag another purchase, whose own create is unknown, may have found these orders before their answer came. */
async function withOwners(
  world: World,
  input: CreateInput,
  answered: Extract<CreateResult, { kind: 'answered' }>,
): Promise<CreateResult> {
  const owners: { orderId: string; ownedBy: string }[] = [];
  for (const { orderId } of answered.orders) {
    const owner = await ownerOf(world, input, orderId);
    if (owner.kind !== 'known')
      return { kind: 'unknown', message: owner.message, settleSeconds: answered.settleSeconds };
    const { ownedBy } = owner;
    if (ownedBy !== null && ownedBy !== input.purchaseId) owners.push({ orderId, ownedBy });
  }
  return owners.length === 0 ? answered : { ...answered, owners };
}

const invalid = (message: string): CreateResult => ({ kind: 'refused', code: INVALID, message });

/** null: nothing speaks against sending. The look is made here, however long the task has waited in its queue. */
async function lookFirst(world: World, input: CreateInput): Promise<CreateResult | null> {
  const { settleSeconds, reconcileSince, now } = world;
  const outBefore = wasOutBefore();
  // Where a loss must be made good `now` is always later than that.
  const fresh = now() <= Math.min(reconcileSince, Date.parse(input.postedAt) + settleSeconds * 1000);
  if (fresh && !input.mayHaveBeenSent && !outBefore) return null;
  if (input.settledAt === null || outBefore) return { kind: 'look-first', settleSeconds };
  const found = await findOurs(world, input);
  if (found.kind === 'credentials') return credentialsRefused(found);
  if (found.kind !== 'found') return notSent(world, found);
  return found.orders.length === 0 ? null : { kind: 'found', orders: found.orders, settleSeconds };
}

async function send(
  { pandapon }: World,
  { userId, purchaseId, n, tag }: CreateInput,
  request: PurchaseRequest,
  sent: readonly SentLine[],
): Promise<Outcome<Order[]> | { kind: 'misfit'; message: string }> {
  const body = {
    ...request,
    ...(tag && { message: remarkOf(request.message, { purchaseId, n }) }),
    cargoParamList: sent.map(({ cargo }) => cargo),
  };
  try {
    return await pandapon.call('alibaba.order.batchCreate', body, { userId });
  } catch (error) {
    return misfitOf(error);
  }
}

function settleAnswer(
  world: World,
  answer: Outcome<Order[]>,
  sent: readonly SentLine[],
  personal: readonly string[],
): CreateResult {
  const { settleSeconds } = world;
  switch (answer.kind) {
    case 'done': {
      const sorted = sortAnswer(answer.data, sent, personal);
      const message = 'the answer of create holds an element that fits no merchant';
      return sorted === null
        ? { kind: 'unknown', message, settleSeconds }
        : { kind: 'answered', ...sorted, settleSeconds };
    }
    case 'refused':
      return { kind: 'refused', code: answer.code, message: shownText(answer.message, personal) };
    case 'unknown':
      return { kind: 'unknown', message: troubleText(answer), settleSeconds };
    case 'not-sent':
      return notSent(world, answer);
    case 'credentials':
      return credentialsRefused(answer);
  }
}
