import { createServer, type Server } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { ConfigurationError, type EndpointOverrides } from '../pandapon/index.ts';
import { CallLog, type LoggedCall } from './call-log.ts';
import { type Clock, isManual, systemClock } from './clock.ts';
import { controlRoutes } from './controls.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { envelope, newRequestId } from './envelope.ts';
import { type Fault, type FaultRequest, Faults, faultsSchema, wrongFaults } from './faults.ts';
import { byHand, type HandAction, type HandBody, moveRefundByHand } from './hand.ts';
import { type Journal, memoryJournal, openJournal } from './journal.ts';
import { Ledger, type LedgerReport } from './ledger.ts';
import { listen, shut } from './listening.ts';
import { Marketplace } from './marketplace.ts';
import { type OrderState, orderState, type RefundState, refundState } from './order-state.ts';
import type { SandboxParts } from './parts.ts';
import { Pauses } from './pauses.ts';
import { platformRoutes } from './platform.ts';
import type { RefundMove } from './refund.ts';
import { type ListedRefund, refundsOf } from './refund-list.ts';
import {
  changed,
  DEFAULT_SETTINGS,
  rulesOf,
  type Settings,
  type SettingsPatch,
  settingsPatch,
} from './settings.ts';
import { json } from './spoil.ts';
import { openStores } from './stores.ts';
import { TimerQueue } from './timer-queue.ts';

export interface SandboxOptions {
  /** What callers sign with, and callbacks are signed with. */
  accessKey: string;
  secret: string;
  /** @default '127.0.0.1' */
  host?: string | undefined;
  /** 0: any free one. @default 8090 */
  port?: number | undefined;
  /** Where callbacks are pushed; can be set later too. @default none */
  callbackUrl?: string | undefined;
  /** A directory that keeps all of it over a restart. @default memory */
  dataDirectory?: string | undefined;
  /** @default 1: about 10 seconds from payment to signed for */
  speed?: number | undefined;
  /** Anything else to begin with; what is given here goes before what a data directory remembers. */
  settings?: SettingsPatch | undefined;
  /** A clock that the caller moves: nothing then happens by itself until `tick` or `catchUp`. @default the system's */
  clock?: Clock | undefined;
  /** Rows of the endpoint table to replace. @default none */
  endpoints?: EndpointOverrides | undefined;
  /** For faults that hit by chance. @default Math.random */
  random?: (() => number) | undefined;
}

/** A PandaPon that runs here. */
export interface Sandbox {
  /** The base URL, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Changes some settings, if any are given, and answers all. */
  settings(patch?: SettingsPatch): Settings;
  /** Puts faults behind those that are still to come. @throws Error for an operation that there is not. */
  addFaults(...faults: FaultRequest[]): void;
  faults(): readonly Fault[];
  clearFaults(): void;
  ledger(): LedgerReport;
  orders(): OrderState[];
  /** @throws Error when there is no such order. */
  order(orderId: string): OrderState;
  /** Does something to one order by hand. @throws NotPossibleError when its state does not allow it. */
  byHand<Action extends HandAction>(orderId: string, action: Action, body?: HandBody<Action>): OrderState;
  /** Every refund, those of the oldest order first. */
  refunds(): ListedRefund[];
  /** The seller, or the platform, moves a refund. @throws NotPossibleError when its state does not allow it. */
  moveRefund(refundId: string, to: RefundMove): RefundState;
  /** The last calls, newest last. */
  calls(last?: number): LoggedCall[];
  callbacks(): Delivery[];
  /** With a manual clock: moves it on, letting everything happen at its time, callbacks included. */
  tick(seconds: number): Promise<void>;
  /** Lets everything happen that is due by the clock. */
  catchUp(): void;
  /** Resolves once no callback is out. */
  settled(): Promise<void>;
  /** Lets what is being answered end, and stops. */
  close(): Promise<void>;
}

/** Longer than any client keeps a connection: none is closed just as it is used again, which would look like a fault. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts a sandbox.
 * @throws ConfigurationError when the port is taken or the data directory can't be used.
 */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { accessKey, secret, host = '127.0.0.1', port = 8090, clock = systemClock } = options;
  const first = firstSettings(options);
  const app = new Hono<{ Bindings: HttpBindings }>();
  const answer = getRequestListener((...call) => app.fetch(...call), { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // The port before the data: a second sandbox on it must not touch what the first one writes.
  const bound = await listen(server, host, port);
  const journal = journalIn(options.dataDirectory, server);
  const queue = new TimerQueue(clock, options.clock === undefined);
  const pauses = new Pauses();
  const ledger = new Ledger(journal);
  const faults = new Faults(journal, options.random);
  const calls = new CallLog();
  const remembered = journal.rows('settings').get('settings') ?? DEFAULT_SETTINGS;
  let settings = changed({ ...DEFAULT_SETTINGS, ...remembered }, first);

  const deliveries = new Deliveries({ clock, queue, journal, settings: () => settings, accessKey, secret });
  const marketplace = new Marketplace({
    clock,
    queue,
    journal,
    ledger,
    rules: () => rulesOf(settings),
    onHappening: (happening) => deliveries.announce(happening),
  });
  const changeSettings = (patch: SettingsPatch): Settings => {
    const before = settings;
    settings = changed(before, settingsPatch.parse(patch));
    journal.put('settings', 'settings', settings);
    if (settings.speed !== before.speed) marketplace.rescale(before.speed / settings.speed);
    return settings;
  };
  const parts: SandboxParts = {
    marketplace,
    stores: openStores(journal),
    ledger,
    faults,
    calls,
    deliveries,
    settings: () => settings,
    changeSettings,
  };

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.route('/_sandbox', controlRoutes(parts));
  app.route(
    '/',
    platformRoutes({
      ...parts,
      accessKey,
      secret,
      endpoints: options.endpoints ?? {},
      wallNow: () => Date.now(),
      pause: (milliseconds) => pauses.wait(milliseconds),
    }),
  );
  app.notFound(() => json(404, envelope(newRequestId(), 404, 'NO_SUCH_PATH')));
  marketplace.catchUp();

  const close = async (): Promise<void> => {
    pauses.end();
    await shut(server);
    queue.close();
    await deliveries.close();
    journal.close();
  };
  let closed: Promise<void> | undefined;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    port: bound,
    settings: (patch) => (patch ? changeSettings(patch) : settings),
    addFaults(...wanted) {
      const read = faultsSchema.parse(wanted);
      const wrong = wrongFaults(read);
      if (wrong) throw new Error(wrong);
      faults.add(read);
    },
    faults: () => faults.list(),
    clearFaults: () => faults.clear(),
    ledger: () => ledger.report(marketplace.orders()),
    orders: () => marketplace.orders().map(orderState),
    order(orderId) {
      const order = marketplace.order(orderId);
      if (!order) throw new Error(`there is no order ${orderId}`);
      return orderState(order);
    },
    byHand: (orderId, action, body) => orderState(byHand(marketplace, orderId, action, body ?? {})),
    refunds: () => refundsOf(marketplace),
    moveRefund: (refundId, to) => refundState(moveRefundByHand(marketplace, refundId, to)),
    calls: (last = 1000) => calls.last(last),
    callbacks: () => deliveries.list(),
    async tick(seconds) {
      if (!isManual(clock)) throw new Error('only a sandbox with a manual clock can be moved on');
      await deliveries.settled();
      const moveTo = (instant: number): void => clock.moveTo(instant);
      await queue.runUntil(clock.now() + seconds * 1000, moveTo, () => deliveries.settled());
    },
    catchUp: () => marketplace.catchUp(),
    settled: () => deliveries.settled(),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

function journalIn(directory: string | undefined, server: Server): Journal {
  if (directory === undefined) return memoryJournal();
  try {
    return openJournal(directory);
  } catch (error) {
    server.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`SANDBOX_DATA can't be used: ${why}`);
  }
}

/** What is given by name goes before `settings`. */
function firstSettings({ settings, callbackUrl, speed }: SandboxOptions): SettingsPatch {
  return settingsPatch.parse({ ...settings, ...(callbackUrl && { callbackUrl }), ...(speed && { speed }) });
}
