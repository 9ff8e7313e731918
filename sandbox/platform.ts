import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import {
  type EndpointOverrides,
  endpointOf,
  isOperationName,
  type OperationName,
  operations,
} from '../pandapon/index.ts';
import { accessByQuery, accessOf, SeenNonces } from './access.ts';
import { callFacts } from './call-facts.ts';
import type { CallLog } from './call-log.ts';
import { carryOut, type RawRequest, readRequest } from './carry-out.ts';
import { envelope, envelopeOf, newRequestId } from './envelope.ts';
import type { CallFacts, Fault, Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Marketplace } from './marketplace.ts';
import type { Settings } from './settings.ts';
import { isSpoilKind, json, reset, spoil } from './spoil.ts';
import type { Stores } from './stores.ts';

export interface PlatformOptions {
  accessKey: string;
  secret: string;
  endpoints: EndpointOverrides;
  marketplace: Marketplace;
  stores: Stores;
  ledger: Ledger;
  faults: Faults;
  calls: CallLog;
  settings: () => Settings;
  /** The wall clock that signatures are checked against, ms. */
  wallNow: () => number;
  /** Waits in real time; ends early when the sandbox closes. */
  pause: (milliseconds: number) => Promise<void>;
}

type Env = { Bindings: HttpBindings };

/** One call that has arrived. */
interface Arrived {
  name: OperationName;
  c: Context<Env>;
  raw: RawRequest;
  requestId: string;
  userId: string;
  facts: CallFacts;
}

/** A slow call takes so long when nobody says how long. */
const SLOW_SECONDS = 3;

/** The platform's own routes: one for each operation of the table. */
export function platformRoutes(options: PlatformOptions): Hono<Env> {
  const app = new Hono<Env>();
  const platform = new Platform(options);
  for (const name of Object.keys(operations).filter(isOperationName)) {
    const { method, path: declared } = endpointOf(name, options.endpoints);
    const path = declared.replace(/\{(\w+)\}/g, ':$1');
    app.on(method, path, (c) => platform.answer(name, c));
    app.all(path, () => json(405, envelope(newRequestId(), 405, 'METHOD_NOT_ALLOWED')));
  }
  return app;
}

class Platform {
  readonly #options: PlatformOptions;
  readonly #nonces = new SeenNonces();

  constructor(options: PlatformOptions) {
    this.#options = options;
  }

  async answer(name: OperationName, c: Context<Env>): Promise<Response> {
    const raw = await readRequest(c);
    const { marketplace } = this.#options;
    marketplace.catchUp();
    const userId = c.req.header('user-id') ?? '';
    const facts = callFacts(name, userId, raw.value, marketplace);
    const call: Arrived = { name, c, raw, requestId: newRequestId(), userId, facts };
    return this.#down(call) ?? this.#turnedAway(call) ?? (await this.#serve(call));
  }

  /** During an outage nobody is heard. */
  #down(call: Arrived): Response | null {
    const { outage } = this.#options.settings();
    if (outage === 'none') return null;
    this.#options.ledger.count(call.name, 'calls');
    this.#options.ledger.count(call.name, 'spoilt');
    this.#log(call, 'outage');
    const { outgoing } = call.c.env;
    switch (outage) {
      case 'refuse':
        return json(503, envelope(call.requestId, 503, 'SERVICE_UNAVAILABLE'));
      case 'drop':
        return reset(outgoing);
      case 'hang':
        return spoil('hang', { outgoing, requestId: call.requestId, body: '' });
    }
  }

  /** Key, clock, signature and user are checked before anything else. */
  #turnedAway(call: Arrived): Response | null {
    const { accessKey, secret, ledger, wallNow } = this.#options;
    const { clockOffsetSeconds, userIds } = this.#options.settings();
    const now = wallNow() + clockOffsetSeconds * 1000;
    if (clockOffsetSeconds !== 0) call.c.env.outgoing.setHeader('date', new Date(now).toUTCString());
    const header = (name: string): string | undefined => call.c.req.header(name);
    const rules = { accessKey, secret, userIds, now };
    const inQuery = operations[call.name].auth === 'query';
    const access = inQuery ? accessByQuery((name) => call.c.req.query(name), rules) : accessOf(header, rules);
    if (access.kind === 'granted') {
      if (access.nonce !== null && this.#nonces.note(access.nonce, now)) ledger.countReusedNonce();
      return null;
    }
    ledger.countUnauthorized();
    this.#log(call, 'unauthorized');
    return json(200, envelope(call.requestId, access.code, access.msg));
  }

  async #serve(call: Arrived): Promise<Response> {
    const { ledger, faults } = this.#options;
    ledger.count(call.name, 'calls');
    const fault = faults.take(call.facts);
    if (!fault) return this.#carryOut(call, null);
    ledger.count(call.name, 'spoilt');
    if (fault.when === 'before' && isSpoilKind(fault.kind)) {
      this.#log(call, 'not-carried-out', fault);
      return this.#spoil(call, fault, envelope(call.requestId, 200, '成功', HALF_AN_ANSWER));
    }
    if (fault.when === 'before') await this.#delay(fault);
    const answer = this.#carryOut(call, fault);
    if (fault.when === 'after') await this.#delay(fault);
    return answer;
  }

  #carryOut(call: Arrived, fault: Fault | null): Response {
    const { marketplace, ledger } = this.#options;
    const reply = carryOut(call.name, call.raw, {
      userId: call.userId,
      requestId: call.requestId,
      origin: `http://${call.c.req.header('host') ?? 'localhost'}`,
      marketplace,
      stores: this.#options.stores,
      ledger,
      settings: this.#options.settings(),
      payment: fault?.kind === 'pay-lies' ? 'lies' : fault?.kind === 'pay-false' ? 'false' : null,
    });
    ledger.count(call.name, reply.kind === 'done' || reply.kind === 'lost' ? 'done' : 'refused');
    this.#log(call, reply.kind, fault);
    if (reply.kind === 'lost') return reset(call.c.env.outgoing);
    const body = envelopeOf(call.requestId, reply);
    // The reply says how it stood; what was due at once happens after it.
    marketplace.catchUp();
    return fault && isSpoilKind(fault.kind) ? this.#spoil(call, fault, body) : json(200, body);
  }

  #spoil(call: Arrived, fault: Fault, body: string): Response {
    if (!isSpoilKind(fault.kind)) return json(200, body);
    const { outgoing } = call.c.env;
    return spoil(fault.kind, {
      outgoing,
      requestId: call.requestId,
      body,
      retryAfterSeconds: fault.seconds,
    });
  }

  async #delay(fault: Fault): Promise<void> {
    if (fault.kind === 'slow') await this.#options.pause((fault.seconds ?? SLOW_SECONDS) * 1000);
  }

  #log({ name, userId, requestId, facts }: Arrived, outcome: string, fault: Fault | null = null): void {
    this.#options.calls.add({
      at: new Date(this.#options.marketplace.now()).toISOString(),
      operation: name,
      userId,
      requestId,
      orderIds: facts.orderIds,
      outcome,
      fault: fault && `${fault.when} ${fault.kind}`,
    });
  }
}

/** What a cut-off answer holds when nothing was done: it must not read as a refusal. */
const HALF_AN_ANSWER = '…'.repeat(64);
