import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { orderWorkflowId, purchaseWorkflowId } from '../contract/index.ts';
import type { HeldRequest } from './fixtures/held-network.ts';
import { type RunHistory, readHistory } from './fixtures/run-history.ts';
import { createWorkerProcesses, type WorkerProcesses } from './fixtures/worker-processes.ts';
import { startOf } from './world.ts';

/**
 * A worker process is killed while nine effects are out: create, pay and confirm, each before the platform has done
 * it, after it has done it, and still on its way, so that the platform does it when the worker is dead and the run has
 * looked once already.
 */

const EFFECTS = [
  { effect: 'create', path: '/batch/create' },
  { effect: 'pay', path: '/pay/url' },
  { effect: 'confirm', path: '/receivegoods' },
] as const;
const MOMENTS = ['before', 'after', 'late'] as const;

const cases = EFFECTS.flatMap(({ effect, path }) =>
  MOMENTS.map((moment) => ({ effect, path, moment, id: `${effect}-${moment}` })),
);
type Case = (typeof cases)[number];

const WAIT = { timeout: 45_000, interval: 100 };

describe('a worker is killed while effects are out', () => {
  let world: WorkerProcesses;
  let killedAt = 0;
  let dead = 0;

  beforeAll(async () => {
    world = await createWorkerProcesses({
      address: inject('temporalAddress'),
      speed: 50,
      environment: {
        RECONCILE_SETTLE_SECONDS: '3',
        PANDAPON_TIMEOUT_MS: '30000',
        PANDAPON_CALLS_PER_SECOND: '1000',
      },
    });
    const first = await world.startWorker();
    const late = new Map(
      cases.filter(({ moment }) => moment === 'late').map((each) => [each, keepOnItsWay(each)]),
    );
    for (const each of cases) await start(each);
    await Promise.all([...late.values()].map((held) => held.arrived));
    await vi.waitFor(() => expect(world.sandbox.faults()).toEqual([]), WAIT);

    await world.startWorker();
    dead = first.pid;
    killedAt = Date.now();
    first.kill('SIGKILL');
    await first.ended;
    await Promise.all(
      [...late].map(async ([each, held]) => {
        await vi.waitFor(async () => expect(await hasLookedAgain(each)).toBe(true), WAIT);
        await held.release();
      }),
    );
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  /** The only order of a purchase, by its tag. */
  const orderOf = (id: string): string | undefined => world.sandbox.ledger().byTag[id]?.[0];

  function keepOnItsWay({ path, id }: Case): HeldRequest {
    return world.network.hold((about) => {
      const names = [`[#${id}/`, orderOf(id)].filter((name) => name !== undefined);
      return about.includes(path) && names.some((name) => about.includes(name));
    });
  }

  async function start({ effect, moment, id }: Case): Promise<void> {
    if (moment !== 'late') {
      world.sandbox.addFaults({ operation: effect, when: moment, kind: 'hang', remark: `[#${id}/` });
    }
    await world.orders.start(startOf({ id, policy: { pollSeconds: 1 } }));
  }

  /** The run whose effect was out. */
  function historyOf({ effect, id }: Case): Promise<RunHistory> {
    const orderId = effect === 'create' ? undefined : orderOf(id);
    const workflowId = orderId === undefined ? purchaseWorkflowId(id) : orderWorkflowId('1688', orderId);
    return readHistory(world.temporal, workflowId);
  }

  async function hasLookedAgain(each: Case): Promise<boolean> {
    const history = await historyOf(each);
    const lost = history.activities.find(({ type }) => type === each.effect);
    const look = each.effect === 'create' ? 'find' : 'observe';
    return (
      lost?.end === 'timed-out' &&
      history.activities.some(
        ({ type, end, scheduledAt }) =>
          type === look && end === 'completed' && scheduledAt > lost.scheduledAt,
      )
    );
  }

  test.each(cases.map((each) => [each.effect, each.moment, each] as const))(
    '%s, %s: another worker finishes it, and it was done once',
    async (effect, _, each) => {
      const { id } = each;
      const view = await world.orders.purchase(id).result();
      expect(view).toMatchObject({ stage: 'completed', outcome: 'full', paidFen: 2300 });

      const { byTag, orders, debits, confirms, paidTwice } = world.sandbox.ledger();
      const own = byTag[id] ?? [];
      expect(own).toHaveLength(1);
      expect(orders.find(({ orderId }) => orderId === own[0])?.debits).toBe(1);
      expect(debits.filter(({ orderId }) => orderId === own[0])).toHaveLength(1);
      expect(confirms.filter(({ orderId }) => orderId === own[0])).toHaveLength(1);
      expect(paidTwice).toEqual([]);

      const history = await historyOf(each);
      const lost = history.activities.find(({ type }) => type === effect);
      expect(lost).toMatchObject({ end: 'timed-out' });
      const moved = history.workflowTasks.find(
        ({ completedAt, identity }) => completedAt > killedAt && !identity.startsWith(`${dead}@`),
      );
      expect(moved).toBeDefined();
      const moving = Math.round((moved?.completedAt ?? 0) - killedAt);
      const ended = Math.round(history.closedAt - killedAt);
      process.stdout.write(
        `worker killed, ${id}: moving again after ${moving} ms, at its end after ${ended} ms\n`,
      );
    },
  );
});
