/** Names that Temporal, operators and other services see. Changing one is a breaking change. */

/** Task queues. Money moves only through `spend`: its server-side rate limit is the kill switch. */
export const QUEUES = {
  workflows: 'pandapon-orders',
  api: 'pandapon-api',
  spend: 'pandapon-spend',
} as const;

/** Workflow types as registered with Temporal. */
export const WORKFLOW_TYPES = { purchase: 'purchase', order: 'order' } as const;

/** The query that answers a run's view. */
export const VIEW_QUERY = 'view';
/** The query that answers the current platform request of a purchase (before a patch is built on it). */
export const REQUEST_QUERY = 'request';
/** The signal that carries a platform callback, or a sweep's hint, to an order run. */
export const EVENT_SIGNAL = 'event';
/** Signals between our own runs. */
export const RUN_SIGNALS = {
  /** purchase -> order: hold, release, cancel, abort; who pays under which ceiling; tell me when you end. */
  fromPurchase: 'from-purchase',
  /** order -> purchase: buy my lines again; I have ended (asked for after a Reset). */
  fromOrder: 'from-order',
} as const;

/** Search attributes: clear text, so nothing personal goes in. `OrderStage` holds the stage of purchases too. */
export const ATTRIBUTES = {
  PurchaseId: 'Keyword',
  OrderStage: 'Keyword',
  StuckReason: 'Keyword',
  PandaponUser: 'Keyword',
  Labels: 'KeywordList',
  BillNos: 'KeywordList',
  TotalFen: 'Int',
  DueAt: 'Datetime',
  ChangedAt: 'Datetime',
} as const;

/** Memo members. `bodyHash` tells a repeated start from another body; `stuck` lets lists answer without asking runs. */
export const MEMO = { bodyHash: 'bodyHash', stuck: 'stuck' } as const;

export type Platform = '1688' | 'taobao';

/** `purchase:<id>`, chosen by the caller's id. */
export const purchaseWorkflowId = (id: string): string => `purchase:${id}`;
/** `order:<platform>:<orderId>`: a callback finds its run without any look-up. */
export const orderWorkflowId = (platform: Platform, orderId: string): string =>
  `order:${platform}:${orderId}`;

/** The tag that marks an order as ours: `[#<purchase id>/<n>]` at the end of the order remark. */
export const orderTag = (purchaseId: string, n: number): string => `[#${purchaseId}/${n}]`;
/** What every tag of one purchase begins with, whatever its `n`. */
export const orderTagPrefix = (purchaseId: string): string => `[#${purchaseId}/`;
