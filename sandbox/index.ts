/** The door of the sandbox room: for tests and the embedded stack. */

export type { LoggedCall } from './call-log.ts';
export { type Clock, type ManualClock, manualClock } from './clock.ts';
export type { Delivery } from './deliveries.ts';
export { ENDINGS, type Ending } from './endings.ts';
export { FAULT_KINDS, type Fault, type FaultKind, type FaultRequest } from './faults.ts';
export type { HandAction } from './hand.ts';
export type { LedgerReport } from './ledger.ts';
export type { OrderState, RefundState } from './order-state.ts';
export type { RefundMove } from './refund.ts';
export type { ListedRefund } from './refund-list.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './server.ts';
export type { Settings, SettingsPatch } from './settings.ts';
