import { randomUUID } from 'node:crypto';
import { signCallback, stringifyExact } from '../pandapon/index.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import { forgedMessage, type Message, messageFor } from './messages.ts';
import { type PushResult, push } from './push.ts';
import { millisecondsOf, type Settings } from './settings.ts';
import type { TimerQueue } from './timer-queue.ts';
import type { Happening } from './transitions.ts';

/** One callback on its way: the same bytes at each try. */
export interface Delivery {
  id: string;
  type: string;
  orderId: string;
  body: string;
  /** Signed with a wrong secret, and sent once. */
  forged: boolean;
  /** When it is tried next, ms; null: taken, or given up. */
  nextAt: number | null;
  tries: (PushResult & { at: string })[];
}

interface DeliveriesOptions {
  clock: Clock;
  queue: TimerQueue;
  journal: Journal;
  settings: () => Settings;
  accessKey: string;
  secret: string;
}

/** After the first try. */
const MAX_RETRIES = 5;
const MAX_AT_ONCE = 64;
/** How many ended deliveries can still be looked at. */
const KEPT = 2000;

/** Pushes callbacks to the receiver, and again when it does not answer 200 in time. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #all = new Map<string, Delivery>();
  readonly #waiting: Delivery[] = [];
  readonly #sentPerOrder = new Map<string, number>();
  #out = 0;
  #closed = false;
  #whenSettled: (() => void)[] = [];

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    for (const kept of options.journal.rows('deliveries').values()) {
      // What was not taken is sent again at once: its receiver may have been going down together with this sandbox.
      const isAgain = kept.nextAt !== null && kept.tries.length > 0;
      const delivery = isAgain ? { ...kept, nextAt: options.clock.now() } : kept;
      this.#all.set(delivery.id, delivery);
      this.#await(delivery);
    }
  }

  /** Tells the receiver what came to pass, as the settings want it told. */
  announce(happening: Happening): void {
    const settings = this.#options.settings();
    const message = messageFor(happening, settings);
    if (!message || settings.callbackUrl === null) return;
    const at = this.#options.clock.now() + this.#keptBack(happening.order.id, settings);
    if (settings.forgedCallbacks) this.#send(forgedMessage(happening, settings), at, true);
    for (let copy = 0; copy <= settings.duplicateCallbacks; copy += 1) this.#send(message, at, false);
  }

  /** Newest last. */
  list(): Delivery[] {
    return [...this.#all.values()];
  }

  /** Resolves once nothing is out and nothing that is due waits. */
  settled(): Promise<void> {
    if (this.#out === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenSettled.push(resolve));
  }

  /** Sends nothing more; waits for what is out. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.length = 0;
    await this.settled();
  }

  #keptBack(orderId: string, settings: Settings): number {
    const count = (this.#sentPerOrder.get(orderId) ?? 0) + 1;
    this.#sentPerOrder.set(orderId, count);
    const swap = settings.outOfOrderCallbacks && count % 2 === 1 ? millisecondsOf(settings).swap : 0;
    return settings.lateCallbackSeconds * 1000 + swap;
  }

  #send({ type, orderId, body }: Message, nextAt: number, forged: boolean): void {
    const text = stringifyExact(body);
    const delivery: Delivery = { id: randomUUID(), type, orderId, body: text, forged, nextAt, tries: [] };
    this.#keep(delivery);
    this.#await(delivery);
  }

  #await(delivery: Delivery): void {
    if (delivery.nextAt === null) return;
    const attempt = () => {
      this.#waiting.push(delivery);
      this.#sendWaiting();
    };
    if (delivery.nextAt <= this.#options.clock.now()) attempt();
    else this.#options.queue.push(delivery.nextAt, attempt);
  }

  #sendWaiting(): void {
    while (!this.#closed && this.#out < MAX_AT_ONCE) {
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      this.#out += 1;
      void this.#try(delivery).finally(() => {
        this.#out -= 1;
        this.#sendWaiting();
        if (this.#out === 0) this.#tellSettled();
      });
    }
  }

  async #try(delivery: Delivery): Promise<void> {
    const { accessKey, secret, clock } = this.#options;
    const signedWith = delivery.forged ? `${secret}-forged` : secret;
    const authorization = signCallback({ accessKey, secret: signedWith, rawBody: delivery.body });
    const url = this.#options.settings().callbackUrl;
    const result =
      url === null
        ? { status: null, error: 'no callback URL is set' }
        : await push(url, authorization, delivery.body);
    const tries = [...delivery.tries, { at: new Date(clock.now()).toISOString(), ...result }];
    const over = result.status === 200 || delivery.forged || tries.length > MAX_RETRIES;
    const nextAt = over ? null : clock.now() + millisecondsOf(this.#options.settings()).redeliver;
    const after: Delivery = { ...delivery, tries, nextAt };
    this.#keep(after);
    this.#await(after);
  }

  #keep(delivery: Delivery): void {
    this.#all.set(delivery.id, delivery);
    this.#options.journal.put('deliveries', delivery.id, delivery.nextAt === null ? undefined : delivery);
    const ended = this.#all.size > KEPT ? this.list().find((each) => each.nextAt === null) : undefined;
    if (ended) this.#all.delete(ended.id);
  }

  #tellSettled(): void {
    const waiting = this.#whenSettled;
    this.#whenSettled = [];
    for (const resolve of waiting) resolve();
  }
}
