import type {
  CreateResult,
  FindResult,
  FoundOrder,
  OrderObservation,
  PreviewResult,
} from '../../activities/types.ts';
import {
  type Command,
  type OrderView,
  type Policy,
  type PurchaseInput,
  type PurchaseRequest,
  policyOf,
  type StuckReason,
} from '../../contract/index.ts';
import { item, reading, T0 } from '../order/order.fixture.ts';
import { parkAs } from '../park.ts';
import type { RawBody, Refusal } from '../refusal.ts';
import { checkPurchaseCommand } from './command-checks.ts';
import { takePurchaseCommand } from './commands.ts';
import { nextPurchaseStep, type PurchaseStep, shownPark } from './decide.ts';
import { freshPurchase, type PurchaseState } from './state.ts';
import { takeCreate } from './take-create.ts';
import { takeFind } from './take-find.ts';
import { takePreview } from './take-preview.ts';
import { tidy } from './tidy.ts';

/** A purchase for tests of what its run decides: one line per merchant, each previewed at 23.00. */

export const ID = 'po-1';
export const SETTLE = 60;
export const LI = { by: 'li', actor: 'library:li' };
export const PRICE = 2300;

export const seller = (index: number): string => `seller-${index}`;
export const orderId = (index: number): string => `254060832034888079${index}`;

export const requestOf = (merchants: number, quantity = 1): PurchaseRequest => ({
  flow: 'general',
  addressParam: {},
  cargoParamList: Array.from({ length: merchants }, (_, index) => ({
    offerMapId: 'offer',
    specId: `spec-${index}`,
    quantity,
    sellerOpenId: seller(index),
  })),
});

/** The order of one merchant, as create answers it. */
export const orderOf = (index: number, more: Partial<OrderObservation> = {}): OrderObservation =>
  reading({
    orderId: orderId(index),
    sellerOpenId: seller(index),
    items: [item({ subItemId: `${index}1`, specId: `spec-${index}` })],
    ...more,
  });

export const found = (observation: OrderObservation, more: Partial<FoundOrder> = {}): FoundOrder => ({
  observation,
  ownedBy: null,
  differs: [],
  ...more,
});

export const answered = (more: Partial<Extract<CreateResult, { kind: 'answered' }>>): CreateResult => ({
  kind: 'answered',
  orders: [],
  refused: [],
  missing: [],
  settleSeconds: SETTLE,
  ...more,
});

export const refusal = (index: number) => ({
  sellerOpenId: seller(index),
  errorCode: '500_004',
  errorMsg: 'OUT OF STOCK',
  lines: [index],
});

/** A purchase's run without Temporal: what its loop does between two tasks. */
export class FollowedPurchase {
  readonly input: PurchaseInput;
  readonly policy: Policy;
  readonly state: PurchaseState;
  now = T0;

  constructor(policy: Partial<Policy> = {}, merchants = 1, quantity = 1) {
    this.input = {
      v: 1,
      id: ID,
      platform: '1688',
      userId: '1700000000000',
      request: requestOf(merchants, quantity),
      policy,
      labels: {},
      postedAt: new Date(T0).toISOString(),
    };
    this.policy = policyOf(policy);
    this.state = freshPurchase(this.input, T0);
  }

  step(): PurchaseStep {
    tidy(this.state, this.policy);
    const step = nextPurchaseStep(this.state, this.policy, this.now);
    if (step.do === 'wait') parkAs(this.state, step.park, this.now);
    return step;
  }

  /** Why it waits for a person. */
  parked(): StuckReason | null {
    while (this.step().do === 'tell') this.state.outbox = [];
    return shownPark(this.state)?.reason ?? null;
  }

  check(command: Command, body: RawBody = {}): Refusal | null {
    return checkPurchaseCommand(this.state, { id: ID, tag: true }, command, { ...LI, ...body }, this.now);
  }

  say(command: Command, body: RawBody = {}): this {
    const refused = this.check(command, body);
    if (refused !== null) throw new Error(`${refused.code} ${refused.message}`);
    takePurchaseCommand(this.state, this.policy, command, { ...LI, ...body }, this.now);
    return this;
  }

  preview(result?: PreviewResult): this {
    this.step();
    const priced = (this.state.buy?.merchants ?? []).map(({ key }) => ({
      sellerOpenId: key,
      previewFen: PRICE,
      goodsFen: 1900,
      freightFen: 400,
    }));
    const value = result ?? { kind: 'previewed' as const, merchants: priced };
    takePreview(this.state, { kind: 'result', value }, this.now);
    return this;
  }

  create(value: CreateResult): this {
    takeCreate(this.state, this.policy, this.state.n + 1, { kind: 'result', value }, this.now);
    return this;
  }

  /** Previewed and created, with an order for each merchant. */
  bought(): this {
    const orders = this.input.request.cargoParamList.map((_, index) => orderOf(index));
    return this.preview().create(answered({ orders }));
  }

  /** The runs of all orders that wait to be started stand. */
  started(): this {
    for (const order of this.state.orders) if (order.run === 'to-start') order.run = 'open';
    return this;
  }

  find(orders: FoundOrder[], more: Partial<Extract<FindResult, { kind: 'read' }>> = {}): this {
    const at = new Date(this.now).toISOString();
    const value: FindResult = { kind: 'read', at, orders, missing: [], settleSeconds: SETTLE, ...more };
    takeFind(this.state, this.policy, ID, { kind: 'result', value }, this.now);
    return this;
  }

  after(seconds: number): this {
    this.now += seconds * 1000;
    return this;
  }

  line(index: number) {
    return this.state.lines.find(({ line }) => line === index);
  }
}

/** The closing view of an order, as its run returns it. */
export const endedAs = (
  index: number,
  stage: OrderView['stage'],
  more: Partial<OrderView> = {},
): OrderView => {
  const { orderId: id, sellerOpenId, dueFen, goodsFen, freightFen } = orderOf(index);
  const paid = stage !== 'cancelled';
  return {
    orderId: id,
    sellerOpenId,
    stage,
    status: stage === 'cancelled' ? 'cancel' : 'success',
    paid,
    stuck: null,
    held: null,
    totalFen: dueFen,
    money: {
      goodsFen,
      freightFen,
      discountFen: 0,
      dueFen,
      paidFen: paid ? dueFen : 0,
      refundedFen: 0,
      paidAt: null,
      paymentId: null,
    },
    parcels: [],
    tracking: null,
    refunds: [],
    dueAt: null,
    note: null,
    platform: '1688',
    purchaseId: ID,
    workflowId: `order:1688:${id}`,
    runId: 'run',
    userId: '1700000000000',
    cancelling: false,
    revision: 5,
    changedAt: new Date(T0).toISOString(),
    lines: [
      {
        line: index,
        specId: `spec-${index}`,
        quantity: 1,
        sellerOpenId,
        orderId: id,
        subItemId: `${index}1`,
        amountFen: goodsFen,
        status: 'success',
        shipped: true,
        refundedFen: 0,
        refused: null,
        dropped: false,
      },
    ],
    timeline: [],
    labels: {},
    waiting: null,
    startedAt: new Date(T0).toISOString(),
    closedAt: new Date(T0).toISOString(),
    ...more,
  };
};
