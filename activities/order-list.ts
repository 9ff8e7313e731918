import { chinaInstant, type Order, orderIdOf, PAGE_SIZE_MAX } from '../pandapon/index.ts';
import type { NoAnswer } from './read-order.ts';
import type { World } from './world.ts';

/** 20 000 orders: a list that goes on after that does not heed its filter, or never ends. */
const MAX_PAGES = 400;
/** A reading that takes longer is given up, well within the time that an activity has. */
const LONGEST_MS = 90_000;
const AGAIN_AFTER_MS = 500;

interface Window {
  userId: string;
  /** ISO-8601: orders created since. */
  since: string;
  signal?: AbortSignal | undefined;
}

export type ListReading = { kind: 'read'; orders: Order[] } | NoAnswer;

/**
 * Reads all orders of a user that were created since an instant, page by page until an empty one, each once. The list
 * is newest first, so an order that comes in meanwhile moves others to a later page and hides none. Only when every page
 * was good, and every order in it has an id, does it count (docs/reference/platform.md, "Order list").
 */
export async function readOrdersSince(world: World, window: Window): Promise<ListReading> {
  const orders = new Map<string, Order>();
  const begun = world.now();
  for (let pageNo = 1; pageNo <= MAX_PAGES; pageNo += 1) {
    const page = await readPage(world, window, pageNo);
    if (page.kind !== 'read') return page;
    if (page.orders.length === 0) return { kind: 'read', orders: [...orders.values()] };
    if (world.now() - begun > LONGEST_MS) return unusable('the order list takes too long to read');
    for (const order of page.orders) {
      const id = orderIdOf(order);
      if (id === null) return unusable('the order list holds an order without an id');
      if (!orders.has(id)) orders.set(id, order);
    }
  }
  return unusable(`the order list does not end after ${MAX_PAGES} pages`);
}

/** A page that can't be read is asked for once more: the pages before it need not be read again for one lost packet. */
async function readPage(world: World, window: Window, pageNo: number): Promise<ListReading> {
  const first = await askPage(world, window, pageNo);
  if (first.kind !== 'unknown' || window.signal?.aborted) return first;
  await world.wait(AGAIN_AFTER_MS);
  return askPage(world, window, pageNo);
}

async function askPage(
  { pandapon }: World,
  { userId, since, signal }: Window,
  pageNo: number,
): Promise<ListReading> {
  const page = await pandapon.call(
    'alibaba.order.page',
    { pageNo, pageSize: PAGE_SIZE_MAX, createStartTime: chinaInstant(since) },
    { userId, signal },
  );
  return page.kind === 'done' ? { kind: 'read', orders: page.data.data } : page;
}

const unusable = (message: string): NoAnswer => ({ kind: 'unknown', message, retryAfterSeconds: null });
