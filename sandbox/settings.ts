import { z } from 'zod';
import { DURATIONS, type DurationName, type Rules, scaledDurations } from './rules.ts';

const seconds = z.number().min(0).max(1e9);
const duration = seconds.optional();
const durationShape = Object.fromEntries(Object.keys(DURATIONS).map((name) => [name, duration]));

/** What can be changed while the sandbox runs (`GET` and `POST /_sandbox/settings`). */
export const settingsSchema = z.strictObject({
  /** Divides every duration; 1: an order lives about 10 seconds from payment to signed for. */
  speed: z.number().min(0.001).max(100_000),
  /** Some durations replaced, in seconds at speed 1. */
  durations: z.strictObject(durationShape),

  /** Where callbacks go; null: nowhere. */
  callbackUrl: z.url({ protocol: /^https?$/ }).nullable(),
  /** What payment links begin with; null: how the caller reached the sandbox. */
  publicUrl: z.url({ protocol: /^https?$/ }).nullable(),
  callbacks: z.boolean(),
  /** Only these message types (without prefix); null: all. */
  callbackTypes: z.array(z.string()).nullable(),
  /** A logistics message for each trace step, or only when a parcel was signed for. */
  traceCallbacks: z.enum(['each', 'signed']),
  messageBodyAs: z.enum(['object', 'string']),
  /** Whether `messageType` begins with `1688_`. */
  prefix: z.boolean(),
  orderIdAs: z.enum(['number', 'string']),
  /** How many more times each message is sent at once. */
  duplicateCallbacks: z.int().min(0).max(20),
  lateCallbackSeconds: seconds,
  /** Every odd-numbered message of an order is kept back, so that the next one overtakes it. */
  outOfOrderCallbacks: z.boolean(),
  /** Before each genuine message a forged one that claims `success`. */
  forgedCallbacks: z.boolean(),

  /** An order shows in the list only so long after it was made. */
  listDelaySeconds: seconds,
  /** A younger order can't be cancelled. */
  cancelTooFastSeconds: seconds,
  /** An unpaid order is closed after so long. Orders keep what they were made with. */
  payTimeoutSeconds: z.int().min(1).max(1e9),
  /** The platform confirms by itself so long after all was signed for; null: never. */
  autoConfirmSeconds: seconds.nullable(),

  roundIds: z.boolean(),
  /** False: every payment needs a person at the cashier. */
  allowPasswordFree: z.boolean(),
  /** How many times `-payrefuse`, `-receiptrefuse` and `-cancelrefuse` refuse before they give in. */
  refusals: z.int().min(0).max(1e9),
  /** Parcels of an order whose merchant has no ending that says otherwise. */
  parcels: z.int().min(1).max(20),
  /** Whether a parcel says which items it holds. */
  parcelItems: z.boolean(),
  /** Whether the order itself shows `signinsuccess`, or only the trace says so. */
  showSigned: z.boolean(),
  /** How the trace answers before the first parcel. */
  emptyTrace: z.enum(['code-404', 'empty']),
  /** What a split merchant's preview shows: each order to come, or one sum. */
  splitPreview: z.enum(['each', 'sum']),
  /** Unit prices by specId, in fen. */
  prices: z.record(z.string(), z.int().min(1).max(1e9)),

  /** Who may call; null: anybody with the key. */
  userIds: z.array(z.string().min(1)).nullable(),
  /** The platform's clock goes wrong by so much: signatures are then refused beyond 600. */
  clockOffsetSeconds: z.number().min(-1e9).max(1e9),
  /** `refuse`: 503 to every call; `drop`: every connection is cut; `hang`: no answer ever. */
  outage: z.enum(['none', 'refuse', 'drop', 'hang']),
});

export type Settings = z.output<typeof settingsSchema>;

/** Some settings to change. */
export const settingsPatch = settingsSchema.partial();
export type SettingsPatch = z.output<typeof settingsPatch>;

export const DEFAULT_SETTINGS: Settings = {
  speed: 1,
  durations: {},
  callbackUrl: null,
  publicUrl: null,
  callbacks: true,
  callbackTypes: null,
  traceCallbacks: 'each',
  messageBodyAs: 'object',
  prefix: false,
  orderIdAs: 'number',
  duplicateCallbacks: 0,
  lateCallbackSeconds: 0,
  outOfOrderCallbacks: false,
  forgedCallbacks: false,
  listDelaySeconds: 0,
  cancelTooFastSeconds: 10,
  payTimeoutSeconds: 432_000,
  autoConfirmSeconds: 864_000,
  roundIds: false,
  allowPasswordFree: true,
  refusals: 1,
  parcels: 1,
  parcelItems: true,
  showSigned: true,
  emptyTrace: 'code-404',
  splitPreview: 'each',
  prices: {},
  userIds: null,
  clockOffsetSeconds: 0,
  outage: 'none',
};

/** Members of the patch replace, except that `durations` and `prices` are merged by name. */
export function changed(settings: Settings, patch: SettingsPatch): Settings {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return {
    ...settings,
    ...given,
    durations: { ...settings.durations, ...patch.durations },
    prices: { ...settings.prices, ...patch.prices },
  };
}

/** What the orders' life depends on. */
export function rulesOf(settings: Settings): Rules {
  return {
    milliseconds: millisecondsOf(settings),
    autoConfirmAfter: settings.autoConfirmSeconds === null ? null : settings.autoConfirmSeconds * 1000,
    showSigned: settings.showSigned,
    parcels: settings.parcels,
  };
}

/** Every duration in milliseconds, the speed taken into account. */
export const millisecondsOf = ({ speed, durations }: Settings): Record<DurationName, number> =>
  scaledDurations(speed, durations);
