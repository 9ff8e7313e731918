import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Command, type Policy, STUCK, type StuckReason } from '../../contract/index.ts';
import { Tape } from '../tape.fixture.ts';
import { isOverBudget } from './budget.ts';
import { openLines } from './buy.ts';
import { type PurchaseStep, shownPark, wordsToSend } from './decide.ts';
import { takeFromOrder, takeOrderEnd } from './from-order.ts';
import { requestToBuy } from './lines.ts';
import { Marketplace } from './marketplace.fixture.ts';
import { endedAs, FollowedPurchase } from './purchase.fixture.ts';
import { knownOrders, openOrders } from './state.ts';
import { takeBatch } from './take-batch.ts';
import { takeCreate } from './take-create.ts';
import { takeFind } from './take-find.ts';
import { takePreview } from './take-preview.ts';
import { purchaseView } from './view.ts';

/** Whole lives of a purchase with random answers, commands and ends of its orders. */

const SAYS: [Command, ...Command[]] = [
  'retry',
  'skip',
  'approve',
  'hold',
  'release',
  'cancel',
  'abort',
  'adopt',
];
const POLICIES: Partial<Policy>[] = [
  {},
  { payment: 'batch' },
  { payment: 'batch', holdBeforePay: true },
  { maxTotalFen: 4800 },
  { approveAboveFen: 0, priceToleranceBps: 500 },
  { payment: 'batch', maxTotalFen: 4800 },
];
const MERCHANTS = 2;
const QUANTITY = 2;
const TASKS_IN_A_ROW = 25;

class Life {
  readonly run: FollowedPurchase;
  readonly market: Marketplace;
  private inARow = 0;

  constructor(
    private readonly tape: Tape,
    policy: Partial<Policy>,
  ) {
    this.market = new Marketplace(tape);
    this.run = new FollowedPurchase(policy, MERCHANTS, QUANTITY);
  }

  /** One turn of the loop. False: the run has ended. */
  turn(): boolean {
    const step = this.run.step();
    this.market.now = this.run.now;
    if (step.do === 'end') return false;
    if (step.do === 'wait') this.wait(step);
    else this.task(step);
    this.checkAlways();
    return true;
  }

  private wait(step: Extract<PurchaseStep, { do: 'wait' }>): void {
    const { run, tape } = this;
    this.inARow = 0;
    expect(step.until).toBeGreaterThan(run.now);
    const reason = shownPark(run.state)?.reason;
    const moving = openOrders(run.state).length > 0;
    expect(Number.isFinite(step.until) || reason !== undefined || moving).toBe(true);
    if (reason !== undefined) this.checkActions(reason);
    if (!tape.isOver && tape.oneIn(3)) return this.speak(tape.pick(SAYS));
    this.moveOrders();
    if (Number.isFinite(step.until)) run.now = step.until;
    else run.after(60);
  }

  private task(step: PurchaseStep): void {
    const { state, policy } = this.run;
    this.inARow += 1;
    expect(this.inARow).toBeLessThan(TASKS_IN_A_ROW);
    const lines = (indexes: readonly number[]) =>
      indexes.flatMap((line) => {
        const cargo = requestToBuy(state).cargoParamList[line];
        return cargo === undefined ? [] : [{ line, cargo }];
      });
    switch (step.do) {
      case 'preview':
        return takePreview(
          state,
          this.market.preview(lines(state.buy === null ? [] : openLines(state.buy))),
          this.run.now,
        );
      case 'create': {
        expect(state.ending).toBeNull();
        expect(state.held).toBeNull();
        expect(isOverBudget(state, policy)).toBe(false);
        expect(state.buy?.merchants.some(({ phase }) => phase === 'unknown')).toBe(false);
        const indexes = state.buy === null ? [] : openLines(state.buy);
        expect(indexes.length).toBeGreaterThan(0);
        const end = this.market.create(lines(indexes), knownOrders(state), state.n > 0);
        this.duringATask();
        return takeCreate(state, policy, state.n + 1, end, this.run.now);
      }
      case 'find':
        return takeFind(
          state,
          policy,
          'po-1',
          this.market.find(knownOrders(state), state.buy?.adopt?.orders),
          this.run.now,
        );
      case 'start':
        return this.start();
      case 'tell':
        return this.tell();
      case 'read-orders':
        state.readAgain = false;
        return;
      case 'submit':
        return this.submit();
      case 'look-back':
      case 'wait':
      case 'end':
        throw new Error(`"${step.do}" is no task of a life that was not reset`);
    }
  }

  /** A command may come in while a task is out. */
  private duringATask(): void {
    if (this.tape.oneIn(8)) this.speak(this.tape.pick(['cancel', 'abort', 'hold']));
  }

  private start(): void {
    const { state } = this.run;
    const fresh = state.orders.filter(({ run }) => run === 'to-start');
    for (const order of fresh) order.run = 'starting';
    this.duringATask();
    for (const order of fresh) {
      order.run = this.tape.oneIn(10) ? 'joining' : 'open';
      order.observation = null;
    }
  }

  private tell(): void {
    const { state } = this.run;
    const words = wordsToSend(state);
    expect(words.length).toBeGreaterThan(0);
    state.outbox = state.outbox.filter((entry) => !words.includes(entry));
    for (const { orderId, word } of words) {
      if (word.type !== 'cancel' && word.type !== 'abort') continue;
      if (!this.tape.oneIn(3)) this.endOrder(orderId, 'cancelled');
    }
  }

  private submit(): void {
    const { state, policy } = this.run;
    expect(policy.payment).toBe('batch');
    expect(state.ending).toBeNull();
    expect(state.held).toBeNull();
    expect(isOverBudget(state, policy)).toBe(false);
    const unhanded = openOrders(state).filter(({ payer }) => payer === 'purchase');
    expect(unhanded.every(({ run, held }) => run === 'open' && held === null)).toBe(true);
    const ids = unhanded.slice(0, 30).map(({ orderId }) => orderId);
    const end = this.market.submit(ids);
    this.duringATask();
    takeBatch(state, ids, end, this.run.now);
  }

  private endOrder(orderId: string, stage: 'completed' | 'cancelled' | 'released'): void {
    const { state, now } = this.run;
    if (stage === 'cancelled') this.market.close(orderId);
    takeOrderEnd(state, orderId, endedAs(0, stage, { orderId }), now);
  }

  private moveOrders(): void {
    const { state, now } = this.run;
    const { tape } = this;
    for (const order of openOrders(state)) {
      if (order.run === 'joining') {
        takeFromOrder(state, { type: 'joined', orderId: order.orderId, payer: order.payer }, now);
        continue;
      }
      if (order.run !== 'open' || order.payer === 'purchase') continue;
      switch (
        tape.isOver
          ? 'completes'
          : tape.pick(['stays', 'stays', 'completes', 'is closed', 'is bought again', 'is gone'])
      ) {
        case 'stays':
          break;
        case 'completes':
          this.endOrder(order.orderId, 'completed');
          break;
        case 'is closed':
          this.endOrder(order.orderId, 'cancelled');
          break;
        case 'is bought again':
          this.market.close(order.orderId);
          takeFromOrder(state, { type: 'rebuy', orderId: order.orderId }, now);
          this.endOrder(order.orderId, 'cancelled');
          break;
        case 'is gone':
          takeOrderEnd(state, order.orderId, null, now);
          break;
      }
    }
  }

  private bodyOf(command: Command) {
    if (command !== 'adopt') return {};
    const [candidate] = shownPark(this.run.state)?.candidates ?? [];
    return { orders: [candidate?.orderId ?? '999999'] };
  }

  private speak(command: Command): void {
    const body = this.bodyOf(command);
    if (this.run.check(command, body) === null) this.run.say(command, body);
  }

  private checkActions(reason: StuckReason): void {
    const kinds: readonly string[] = STUCK[reason].on;
    expect(kinds).toContain('purchase');
    for (const command of STUCK[reason].commands)
      expect([reason, command, this.run.check(command, this.bodyOf(command))]).toEqual([
        reason,
        command,
        null,
      ]);
  }

  /** Never more of a line in living orders than was asked for. */
  private checkAlways(): void {
    for (let line = 0; line < MERCHANTS; line += 1)
      expect(this.market.liveOf(line)).toBeLessThanOrEqual(QUANTITY);
  }

  settle(): void {
    const { run } = this;
    if (run.check('release') === null) return void run.say('release');
    const reason = shownPark(run.state)?.reason;
    if (reason === undefined) return;
    const offered: readonly Command[] = STUCK[reason].commands;
    const command = (['approve', 'skip', 'retry'] as const).find((each) => offered.includes(each));
    if (command !== undefined) this.speak(command);
  }
}

const tapes = fc.array(fc.nat(1000), { minLength: 20, maxLength: 250 });

test('whatever happens no line is bought twice, nothing is sent against a guard, and the purchase ends', () => {
  fc.assert(
    fc.property(tapes, fc.constantFrom(...POLICIES), (numbers, policy) => {
      const tape = new Tape(numbers);
      const life = new Life(tape, policy);
      let open = true;
      for (let turn = 0; open && !tape.isOver && turn < 2_000; turn += 1) open = life.turn();
      for (let turn = 0; open && turn < 400; turn += 1) {
        open = life.turn();
        if (open && life.run.step().do === 'wait') life.settle();
      }
      const { stage, parked, buy } = life.run.state;
      if (open) throw new Error(`it never ends: ${stage}, ${parked?.reason}, ${buy?.phase}`);
      expect(() => purchaseView(life.run.state, life.run.input, 'run')).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
