import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Command, type OrderEvent, type Policy, STUCK, type StuckReason } from '../../contract/index.ts';
import { parkAs } from '../park.ts';
import { Tape } from '../tape.fixture.ts';
import { checkOrderCommand } from './command-checks.ts';
import { takeOrderCommand } from './commands.ts';
import type { OrderStep } from './decide.ts';
import { isPaid } from './facts.ts';
import { takeHint, takeLookOut } from './hints.ts';
import { DAY, type Followed, follow, goneOnAsNew, SECOND, T0 } from './order.fixture.ts';
import { ModelPlatform } from './platform.fixture.ts';
import { takeCancel, takeConfirm, takePay } from './take-effects.ts';
import { takeLook } from './take-look.ts';

/** Whole lives of an order with random answers, hints and commands. */

const HINTS = [
  'ORDER_BUYER_VIEW_ORDER_PAY',
  'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS',
  'ORDER_STATUS_MODIFY',
  'ORDER_BUYER_VIEW_ORDER_SELLER_CLOSE',
] as const;
const SAYS: [Command, ...Command[]] = [
  'retry',
  'skip',
  'cancel',
  'abort',
  'approve',
  'hold',
  'release',
  'confirm-receipt',
];
const POLICIES: Partial<Policy>[] = [
  {},
  { payment: 'manual' },
  { receipt: 'manual' },
  { onClosed: 'skip' },
  { priceToleranceBps: 1000, confirmAfterSignedSeconds: 3600 },
];
/** Tasks in a row between two waits. More, with nothing moving, is a loop that never ends. */
const TASKS_IN_A_ROW = 12;

class Life {
  run: Followed;
  readonly platform: ModelPlatform;
  now = T0;
  /** A cancel or abort stands: nothing may be paid any more. */
  mayPay = true;
  retries = 0;
  private inARow = 0;

  constructor(
    private readonly tape: Tape,
    policy: Partial<Policy>,
  ) {
    this.platform = new ModelPlatform(tape, { payTimeoutSeconds: 5 * 86_400 });
    this.run = follow(policy, this.platform.order);
  }

  /** One turn of the loop. False: the run has ended. */
  turn(): boolean {
    const step = this.run.step(this.now);
    if (step.do === 'end') return false;
    if (step.do === 'wait') this.wait(step);
    else this.task(step);
    this.checkAlways();
    return true;
  }

  private wait(step: Extract<OrderStep, { do: 'wait' }>): void {
    this.inARow = 0;
    parkAs(this.run.state, step.park, this.now);
    expect(step.until).toBeGreaterThan(this.now);
    expect(Number.isFinite(step.until) || step.park !== null).toBe(true);
    if (step.park !== null) this.checkActions(step.park.reason);
    if (!this.tape.isOver && this.tape.oneIn(3)) return this.somebodySpeaks();
    if (this.tape.oneIn(4)) this.hint();
    if (this.tape.oneIn(4)) this.run = goneOnAsNew(this.run);
    const until = Number.isFinite(step.until) ? step.until : this.now + DAY;
    this.pass(until - this.now);
  }

  private pass(ms: number): void {
    this.now += ms;
    this.platform.tick(this.now, ms > 10 * SECOND);
  }

  private task(step: OrderStep): void {
    const { state } = this.run;
    this.inARow += 1;
    expect(this.inARow).toBeLessThan(TASKS_IN_A_ROW);
    switch (step.do) {
      case 'look': {
        takeLookOut(state);
        if (this.tape.oneIn(10)) this.hint();
        return takeLook(state, this.platform.look(), this.now);
      }
      case 'pay':
        return this.pay();
      case 'confirm': {
        expect(state.held).toBeNull();
        const asked = state.confirm.asked !== null;
        return takeConfirm(state, this.platform.confirm(asked), this.now);
      }
      case 'cancel':
        return takeCancel(state, this.platform.cancel(), this.now);
      case 'rebuy':
        if (state.closed !== null) state.closed.told = true;
        return;
      case 'wait':
      case 'end':
        throw new Error(`"${step.do}" is no task`);
    }
  }

  private pay(): void {
    const { state, policy } = this.run;
    expect(this.mayPay).toBe(true);
    expect(state.held).toBeNull();
    expect(policy.payment).not.toBe('manual');
    expect(isPaid(state.order)).toBe(false);
    expect(state.order.status).toBe('waitbuyerpay');
    expect(state.order.dueFen).toBeLessThanOrEqual(state.ceilingFen);
    expect(state.pay.sent).toBeLessThan(3 + this.retries);
    takePay(state, this.platform.pay(state.ceilingFen), this.now);
  }

  private hint(): void {
    const event: OrderEvent = { type: this.tape.pick(HINTS), by: 'callback' };
    takeHint(this.run.state, event);
  }

  private somebodySpeaks(): void {
    const command = this.tape.pick(SAYS);
    if (this.check(command) !== null) return;
    this.say(command);
  }

  check(command: Command) {
    return checkOrderCommand(this.run.state, this.run.input, command, { actor: 'library:li' }, this.now);
  }

  say(command: Command): void {
    const { state, input } = this.run;
    const reason = state.parked?.reason;
    if (command === 'retry') this.retries += 1;
    const skipCancels = reason !== undefined && command === 'skip' && CANCELS.has(reason);
    if (command === 'skip' && reason === 'CANCEL_REFUSED') this.mayPay = true;
    else if (command === 'cancel' || command === 'abort' || skipCancels) this.mayPay = isPaid(state.order);
    takeOrderCommand(state, input, command, { actor: 'library:li' }, this.now);
  }

  private checkAlways(): void {
    expect(this.platform.debits).toBeLessThanOrEqual(1);
    expect(this.platform.confirms).toBeLessThanOrEqual(1);
  }

  /** Whatever is offered is taken, and what ends a wait ends it. */
  private checkActions(reason: StuckReason): void {
    const kinds: readonly string[] = STUCK[reason].on;
    expect(kinds).toContain('order');
    for (const command of STUCK[reason].commands) {
      const heldReceipt = command === 'confirm-receipt' && this.run.state.held !== null;
      const openRefund = this.check(command)?.code === 'REFUND_OPEN';
      if (!heldReceipt && !openRefund)
        expect([reason, command, this.check(command)]).toEqual([reason, command, null]);
    }
  }

  /** A person settles whatever waits, and the world goes on. */
  settle(): void {
    const { state } = this.run;
    const reason = state.parked?.reason;
    if (state.held !== null) return this.say('release');
    if (reason === undefined) return;
    const offered: readonly Command[] = STUCK[reason].commands;
    const command = (['approve', 'confirm-receipt', 'skip', 'retry'] as const).find(
      (each) => offered.includes(each) && this.check(each) === null,
    );
    if (command !== undefined) this.say(command);
  }
}

const CANCELS: ReadonlySet<StuckReason> = new Set(['PRICE_DRIFT', 'PAY_REFUSED', 'PAY_LINK', 'PAY_OVERDUE']);

const tapes = fc.array(fc.nat(1000), { minLength: 20, maxLength: 250 });

test('whatever happens an order is debited and confirmed once at most, never turns on the spot, and ends', () => {
  fc.assert(
    fc.property(tapes, fc.constantFrom(...POLICIES), (numbers, policy) => {
      const tape = new Tape(numbers);
      const life = new Life(tape, policy);
      let open = true;
      for (let turn = 0; open && !tape.isOver && turn < 2_000; turn += 1) open = life.turn();
      for (let turn = 0; open && turn < 400; turn += 1) {
        open = life.turn();
        if (open && life.run.step(life.now).do === 'wait') life.settle();
      }
      const { stage, parked } = life.run.state;
      if (open) throw new Error(`it never ends: ${stage}, ${parked?.reason}`);
    }),
    { numRuns: 500 },
  );
});
