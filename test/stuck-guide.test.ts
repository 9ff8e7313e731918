import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  isPlanned,
  type OrderView,
  type PurchaseView,
  STUCK,
  STUCK_REASONS,
  type StuckReason,
} from '../contract/index.ts';
import { runShown, shownLines } from './fixtures/shown-commands.ts';
import { OFFERED } from './fixtures/stuck.ts';
import { type STATES, type StuckNow, startToBeStuck, stuckNow } from './fixtures/stuck-states.ts';
import { createWorld, type World } from './world.ts';

/** Every command of the runbook is run as it stands, in the state that its section is about, and does what is said there. */

const guide = readFileSync(new URL('../docs/guides/stuck-orders.md', import.meta.url), 'utf8');

interface Shown {
  /** The command, and what of its options changes what it does: `retry`, `retry lines`, `approve upTo`, `bulk retry`. */
  what: string;
  line: string;
}

/** The shell blocks of a section, each command in its two forms. */
function shownIn(section: string): Shown[] {
  return shownLines(section).map((line) => ({ what: whatOf(line), line }));
}

function whatOf(line: string): string {
  const command = /^orders (bulk retry|[a-z-]+)/.exec(line)?.[1] ?? /\/([a-z-]+)"? '/.exec(line)?.[1] ?? '';
  const bulk = line.startsWith('post stuck/') ? 'bulk ' : '';
  const option = /--(lines|until|up-to)|"(lines|until|upTo)/.exec(line);
  const more = (option?.[1] ?? option?.[2] ?? '').replace('up-to', 'upTo');
  return `${bulk}${command}${more === '' ? '' : ` ${more}`}`;
}

const sections = new Map(
  guide
    .split(/^#{2,3} /m)
    .slice(1)
    .map((section) => [/^`([A-Z_]+)`|^(.+)$/m.exec(section)?.slice(1).find(Boolean) ?? '', shownIn(section)]),
);
const [prelude = ''] = /^export GATEWAY[\s\S]*?^}$|^export GATEWAY.*\n.*$/m.exec(guide) ?? [];

let world: World;

const say = (line: string, { purchase, order, candidate }: Omit<StuckNow, 'revision'>): Promise<string> =>
  runShown(world, line, {
    variables: { PURCHASE: purchase, ORDER: order, CANDIDATE: candidate },
    prelude,
  });

/** The same wait comes again, with a newer revision. */
const AGAIN = 'again';
type Then = typeof AGAIN | ((now: StuckNow) => Promise<unknown>);

const ends =
  (wanted: Partial<PurchaseView>): Then =>
  async ({ purchase }) =>
    expect(await world.orders.purchase(purchase).result()).toMatchObject(wanted);
const completes = ends({ stage: 'completed' });
const cancels = ends({ stage: 'cancelled' });
const comesTo =
  (wanted: (view: PurchaseView) => boolean): Then =>
  ({ purchase }) =>
    world.until(purchase, wanted);
const orderComesTo =
  (wanted: (view: OrderView) => boolean): Then =>
  ({ order }) =>
    world.untilOrder(order, wanted);
const goesOn = orderComesTo(({ stuck }) => stuck === null);
const deadline: Record<string, Then> = {
  retry: AGAIN,
  'retry until': orderComesTo(
    ({ stuck, dueAt }) => stuck === null && Date.parse(dueAt ?? '') > Date.now() + 2e8,
  ),
  skip: goesOn,
};

/** What each command of a section comes to. */
const THEN: Record<keyof typeof STATES, Record<string, Then>> = {
  // First: its time runs already.
  PAY_OVERDUE: { retry: orderComesTo(({ stuck }) => stuck?.reason === 'PAYMENT'), skip: cancels },
  PREVIEW_REFUSED: { retry: AGAIN, 'retry lines': completes, skip: completes },
  CREATE_REFUSED: {
    retry: AGAIN,
    'retry lines': ends({ outcome: 'full' }),
    skip: ends({ stage: 'completed', outcome: 'partial' }),
  },
  OVER_BUDGET: {
    retry: AGAIN,
    'retry lines': ends({ paidFen: 2300 }),
    approve: ends({ paidFen: 4200 }),
    'approve upTo': ends({ paidFen: 4200 }),
  },
  APPROVAL: { retry: AGAIN, approve: completes, 'approve upTo': completes },
  CREATE_AMBIGUOUS: { retry: AGAIN, adopt: ends({ outcome: 'full' }), skip: ends({ stage: 'failed' }) },
  ORDER_ALREADY_TRACKED: { retry: AGAIN, adopt: ends({ outcome: 'full' }), skip: ends({ stage: 'failed' }) },
  PRICE_DRIFT: { retry: AGAIN, approve: ends({ paidFen: 2490 }), 'approve upTo': completes, skip: cancels },
  PAY_REFUSED: { retry: completes, skip: cancels },
  PAY_LINK: { retry: AGAIN, skip: cancels },
  PAYMENT: { retry: AGAIN },
  SHIP_OVERDUE: deadline,
  LOGISTICS_STALLED: deadline,
  RECEIVE_OVERDUE: deadline,
  RECEIPT: { retry: AGAIN, 'confirm-receipt': completes, 'confirm-receipt lines': completes },
  RECEIPT_REFUSED: { retry: completes, skip: goesOn },
  ORDER_CLOSED: { retry: comesTo(({ orders }) => orders.length === 2), skip: goesOn },
  CANCEL_REFUSED: { retry: cancels, skip: orderComesTo(({ held }) => held !== null) },
  UNKNOWN_STATUS: { retry: AGAIN, skip: goesOn },
  HELD: { retry: AGAIN, release: completes },
};
const REASONS = Object.keys(THEN) as (keyof typeof STATES)[];

/** Unpaid orders get their short pay time-out here, before any other order is made. */
const overdue: string[] = [];
const PAY_TIMEOUT_SECONDS = 36;

beforeAll(async () => {
  world = await createWorld({
    address: inject('temporalAddress'),
    patienceSeconds: 1,
    sandbox: { settings: { cancelTooFastSeconds: 0, durations: { refund: 1e6 } } },
  });
  world.sandbox.settings({ payTimeoutSeconds: PAY_TIMEOUT_SECONDS });
  for (const n of [1, 2, 3, 4]) {
    const id = `po-PAY_OVERDUE-${n}`;
    await startToBeStuck(world, id, 'PAY_OVERDUE');
    await world.until(id, ({ orders }) => orders.length === 1);
    overdue.push(id);
  }
  world.sandbox.settings({ payTimeoutSeconds: 432_000 });
});
afterAll(() => world[Symbol.asyncDispose]());

let made = 0;
async function makeStuck(reason: keyof typeof STATES): Promise<StuckNow> {
  made += 1;
  const id = (reason === 'PAY_OVERDUE' ? overdue.pop() : undefined) ?? `po-${reason}-${made}`;
  if (reason !== 'PAY_OVERDUE') await startToBeStuck(world, id, reason);
  return await stuckNow(world, id, reason);
}

describe.concurrent('every command of the section does what it says', () => {
  test.each(REASONS)(
    '%s',
    async (reason) => {
      const shown = sections.get(reason) ?? [];
      expect(new Set(shown.map(({ what }) => what))).toEqual(new Set(Object.keys(THEN[reason])));
      expect(new Set(shown.map(({ what }) => what.split(' ')[0]))).toEqual(new Set(OFFERED[reason]));
      let now: StuckNow | null = null;
      // What leaves it waiting comes first: then the next one is said to the same run.
      for (const { what, line } of shown.toSorted((a, b) => rank(reason, a) - rank(reason, b))) {
        now ??= await makeStuck(reason);
        const then = THEN[reason][what];
        await say(line, now);
        if (then === AGAIN) now = await stuckNow(world, now.purchase, reason, now.revision);
        else {
          await then?.(now);
          now = null;
        }
      }
    },
    120_000,
  );
});

const rank = (reason: keyof typeof STATES, { what }: Shown): number => (THEN[reason][what] === AGAIN ? 0 : 1);

test('what fits every open run does what it says', async () => {
  const shown = sections.get('Rules that hold everywhere') ?? [];
  const then: Record<string, (now: StuckNow) => Promise<unknown>> = {
    hold: ({ purchase }) => world.until(purchase, ({ held }) => held !== null),
    release: ({ purchase }) => world.until(purchase, ({ held }) => held === null),
    cancel: ({ purchase }) => world.orders.purchase(purchase).result(),
    abort: ({ purchase }) => world.orders.purchase(purchase).result(),
  };
  expect([...new Set(shown.map(({ what }) => what.split(' ')[0]))]).toEqual(Object.keys(then));
  let now = await makeStuck('PAYMENT');
  for (const { what, line } of shown) {
    const command = what.split(' ')[0] ?? '';
    if (command === 'release') await world.orders.purchase(now.purchase).hold();
    await say(line, now);
    await then[command]?.(now);
    if (command === 'cancel' || command === 'abort') now = await makeStuck('PAYMENT');
  }
}, 90_000);

test('the lists at its beginning show what waits', async () => {
  const now = await makeStuck('PAYMENT');
  const lines = sections.get('Find them') ?? [];
  expect(lines.map(({ what }) => what)).toEqual(['stuck', 'today', 'show']);
  for (const { line } of lines) await say(line, now);
});

describe('a platform that is away, or refuses the key', () => {
  const both: StuckReason[] = ['PLATFORM_UNAVAILABLE', 'CREDENTIALS_REFUSED'];
  test.each(both)('%s', async (reason) => {
    const shown = sections.get(reason) ?? [];
    const id = `po-${reason}`;
    world.sandbox.settings(reason === 'PLATFORM_UNAVAILABLE' ? { outage: 'refuse' } : { userIds: [] });
    await world.buy({ id });
    let now = await stuckNow(world, id, reason);
    const singly = shown.filter(({ what }) => what === 'retry');
    expect(singly).toHaveLength(2);
    for (const { line } of singly) {
      await say(line, now);
      now = await stuckNow(world, id, reason, now.revision);
    }
    world.sandbox.settings({ outage: 'none', userIds: null });
    for (const { line } of shown.filter(({ what }) => what === 'bulk retry')) await say(line, now);
    expect((await world.orders.purchase(id).result()).stage).toBe('completed');
  });
});

test('each section says which runs wait for its reason, and whether the plan asks', () => {
  const said = [...guide.matchAll(/^### `([A-Z_]+)` \((.+)\)$/gm)].map(([, reason, words]) => [
    reason,
    words,
  ]);
  const table = STUCK_REASONS.map((reason) => [
    reason,
    `${STUCK[reason].on.join(' or ')}${isPlanned(reason) ? ', planned' : ''}`,
  ]);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(table));
});

test('the page has a section for every reason', () => {
  expect([...sections.keys()].filter((name) => Object.hasOwn(OFFERED, name)).sort()).toEqual(
    Object.keys(OFFERED).sort(),
  );
});
