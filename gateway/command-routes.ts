import type { z } from 'zod';
import {
  ORDER_COMMANDS,
  type OrderCommand,
  PURCHASE_COMMANDS,
  type PurchaseCommand,
} from '../client/index.ts';
import {
  actionsFor,
  COMMANDS,
  type Command,
  type ErrorCode,
  type RunKind,
  STUCK,
  STUCK_REASONS,
} from '../contract/index.ts';
import { commandSchemas } from '../contract/schemas.ts';
import type { Role } from './api-keys.ts';
import { once } from './idempotency-key.ts';
import { noQuery, type Operation, operation } from './operation.ts';
import type { OrdersPort, Said } from './orders-port.ts';
import { orderPath, purchasePath } from './parameters.ts';
import { named, orderView, purchaseView } from './view-schemas.ts';

/** What a person says to a run: one route per command, the body is the command's own. */

interface Word {
  schema: string;
  summary: string;
  example?: unknown;
}

const WORDS: Record<Command, Word> = {
  retry: {
    schema: 'RetryCommand',
    summary: 'Look at the platform, then do the step again if it is still needed',
    example: { by: 'li', note: 'quantity corrected', lines: { '0': { quantity: 5 } } },
  },
  skip: { schema: 'SkipCommand', summary: 'Go on without what stands in the way' },
  abort: { schema: 'AbortCommand', summary: 'Cancel what is unpaid, release what is paid, and end' },
  approve: {
    schema: 'ApproveCommand',
    summary: 'Say yes to the sum shown, or to a limit',
    example: { by: 'li', upToFen: 250000 },
  },
  adopt: {
    schema: 'AdoptCommand',
    summary: 'Say which orders of the platform are this purchase',
    example: { by: 'li', orders: ['2540608320348880794'] },
  },
  cancel: { schema: 'CancelCommand', summary: 'Cancel what is unpaid on the platform' },
  hold: { schema: 'HoldCommand', summary: 'Send no create, pay or confirm until released' },
  release: { schema: 'ReleaseCommand', summary: 'End a hold' },
  'confirm-receipt': {
    schema: 'ConfirmReceiptCommand',
    summary: 'Confirm that the goods are here: this pays the seller',
    example: { by: 'li', lines: [0] },
  },
};

const COMMON: readonly ErrorCode[] = [
  'ALREADY_CLOSED',
  'NOT_STUCK',
  'WRONG_STAGE',
  'STALE_REVISION',
  'IDEMPOTENCY_KEY_REUSED',
  'NO_WORKER',
  'OUTCOME_UNKNOWN',
];

const bodies = Object.fromEntries(
  COMMANDS.map((command) => [command, named(WORDS[command].schema, commandSchemas[command])]),
);

const roleOf = (command: Command): Role => {
  if (command === 'approve') return 'approve';
  return command === 'confirm-receipt' ? 'spend' : 'operate';
};

interface Target<P extends z.ZodObject, C extends Command> {
  kind: RunKind;
  path: string;
  params: P;
  view: z.ZodType;
  send(params: z.output<P>, command: C, said: Said): Promise<unknown>;
}

function commandRoute<P extends z.ZodObject, C extends Command>(target: Target<P, C>, command: C): Operation {
  const { kind, path, params, view, send } = target;
  const { summary, example } = WORDS[command];
  const title = kind === 'order' ? 'Order' : 'Purchase';
  const schema = bodies[command] ?? commandSchemas[command];
  return operation({
    id: command === 'confirm-receipt' ? 'confirmReceipt' : `${command}${title}`,
    method: 'post',
    path: `${path}/${command}`,
    role: roleOf(command),
    tag: `${title}s`,
    summary,
    description: `Accepted, with the view just after. ${reasonsOf(kind, command)}`,
    params,
    query: noQuery,
    body: { schema, required: command === 'adopt', example },
    idempotent: true,
    answers: { 200: { description: 'Accepted: the view just after.', schema: view } },
    problems: command === 'confirm-receipt' ? [...COMMON, 'ON_HOLD', 'REFUND_OPEN'] : COMMON,
    async handle(call) {
      call.notes.command = command;
      return { status: 200, body: await once(call, (said) => send(call.params, command, said)) };
    },
  });
}

/** The waits that a command answers, for the document. */
function reasonsOf(kind: RunKind, command: Command): string {
  if (command === 'abort' || command === 'hold' || command === 'cancel') return 'Any open run takes it.';
  const reasons = STUCK_REASONS.filter(
    (reason) => STUCK[reason].on.some((on) => on === kind) && actionsFor(reason).includes(command),
  );
  return reasons.length === 0 ? '' : `Answers ${reasons.join(', ')}.`;
}

/** The commands to a purchase and to an order. */
export function commandRoutes(orders: OrdersPort): Operation[] {
  const purchase: Target<typeof purchasePath, PurchaseCommand> = {
    kind: 'purchase',
    path: '/v1/purchases/{id}',
    params: purchasePath,
    view: purchaseView,
    send: ({ id }, command, said) => orders.commandPurchase(id, command, said),
  };
  const order: Target<typeof orderPath, OrderCommand> = {
    kind: 'order',
    path: '/v1/orders/{platform}/{orderId}',
    params: orderPath,
    view: orderView,
    send: (name, command, said) => orders.commandOrder(name, command, said),
  };
  return [
    ...PURCHASE_COMMANDS.map((command) => commandRoute(purchase, command)),
    ...ORDER_COMMANDS.map((command) => commandRoute(order, command)),
  ];
}
