/**
 * Why a run waits for a person, and what that person can say.
 * One table: the view, the validators, the CLI, the card in the Temporal UI and the runbook all read it.
 */

/** Commands, named as the updates of a run and as the last part of their HTTP routes. */
export const COMMANDS = [
  'retry',
  'skip',
  'abort',
  'approve',
  'adopt',
  'cancel',
  'hold',
  'release',
  'confirm-receipt',
] as const;
export type Command = (typeof COMMANDS)[number];

export type RunKind = 'purchase' | 'order';

interface ReasonRow {
  /** Which runs can wait for it. */
  readonly on: readonly RunKind[];
  /** What a person can say, beside `abort` and `hold`, which every open run takes. */
  readonly commands: readonly Command[];
  /** The plan itself asks a person; nothing went wrong. */
  readonly planned?: true;
  /** It goes away by itself when the world moves. */
  readonly heals?: true;
  /** One sentence for the runbook and the card. */
  readonly means: string;
}

/** Every reason of the stuck state. The order is the order in which several at once are shown: what stops all first. */
export const STUCK = {
  CREDENTIALS_REFUSED: {
    on: ['purchase', 'order'],
    commands: ['retry'],
    means:
      'The platform refused our key, signature, clock or user id. Nothing is sent until a person says so.',
  },
  PLATFORM_UNAVAILABLE: {
    on: ['purchase', 'order'],
    commands: ['retry'],
    heals: true,
    means: 'Calls to the platform have kept failing. It goes on trying.',
  },
  UNKNOWN_STATUS: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'The platform shows a status this version does not know; no effect is sent.',
  },
  PREVIEW_REFUSED: {
    on: ['purchase'],
    commands: ['retry', 'skip'],
    means: 'The platform refused the preview; nothing was sent.',
  },
  OVER_BUDGET: {
    on: ['purchase'],
    commands: ['retry', 'approve'],
    means: 'The sum is above what the purchase may cost; nothing is paid.',
  },
  APPROVAL: {
    on: ['purchase'],
    commands: ['retry', 'approve'],
    planned: true,
    means: 'A person must approve the sum.',
  },
  CREATE_AMBIGUOUS: {
    on: ['purchase'],
    commands: ['retry', 'skip', 'adopt'],
    means: 'After an unknown create, the orders found are not exactly what was sent.',
  },
  ORDER_ALREADY_TRACKED: {
    on: ['purchase'],
    commands: ['retry', 'skip', 'adopt'],
    means: 'Another purchase already owns the platform order.',
  },
  CREATE_REFUSED: {
    on: ['purchase'],
    commands: ['retry', 'skip'],
    means: 'The platform refused to create the order of a merchant.',
  },
  ORDER_CLOSED: {
    on: ['order'],
    commands: ['retry', 'skip'],
    means: 'The seller or the platform closed the order.',
  },
  PRICE_DRIFT: {
    on: ['order'],
    commands: ['retry', 'skip', 'approve'],
    heals: true,
    means: 'What is due is above the ceiling of this order; it is not paid.',
  },
  CANCEL_REFUSED: { on: ['order'], commands: ['retry', 'skip'], means: 'The platform refused the cancel.' },
  PAY_REFUSED: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'The payment was refused, or was sent three times and the order is still unpaid.',
  },
  PAY_OVERDUE: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'The order is unpaid and its pay time-out is near.',
  },
  PAY_LINK: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'The platform wants a person to pay at the link.',
  },
  RECEIPT_REFUSED: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'The platform refused the receipt.',
  },
  SHIP_OVERDUE: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'Paid, and not all shipped within the time.',
  },
  LOGISTICS_STALLED: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'A parcel has not moved for too long.',
  },
  RECEIVE_OVERDUE: {
    on: ['order'],
    commands: ['retry', 'skip'],
    heals: true,
    means: 'All is shipped and not all is signed for within the time, or a closed order was not refunded.',
  },
  PAYMENT: {
    on: ['order'],
    commands: ['retry'],
    planned: true,
    heals: true,
    means: 'A person pays this order on the platform; the payment is noticed.',
  },
  RECEIPT: {
    on: ['order'],
    commands: ['retry', 'confirm-receipt'],
    planned: true,
    heals: true,
    means: 'A person confirms the receipt.',
  },
  HELD: {
    on: ['purchase', 'order'],
    commands: ['retry', 'release'],
    planned: true,
    means: 'An effect is due and the run is held.',
  },
} as const satisfies Record<string, ReasonRow>;

export type StuckReason = keyof typeof STUCK;
export const STUCK_REASONS = Object.keys(STUCK) as StuckReason[];

/** True when the plan itself asks a person (`APPROVAL`, `PAYMENT`, `RECEIPT`, `HELD`). */
export const isPlanned = (reason: StuckReason): boolean => (STUCK[reason] as ReasonRow).planned === true;

/** The commands that fit a reason, in the order of the table, then `abort` and `hold`. */
export function actionsFor(reason: StuckReason): Command[] {
  const own: readonly Command[] = STUCK[reason].commands;
  return [...own, ...(['abort', 'hold'] as const)];
}
