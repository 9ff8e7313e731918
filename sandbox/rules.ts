/**
 * How long things take, in seconds at speed 1; a higher speed divides them. From payment to signed for it is
 * `ship` + `sign` = 10 seconds.
 */
export const DURATIONS = {
  /** Payment to the first parcel. */
  ship: 3,
  /** One parcel to the next, where an order ships in several. */
  nextParcel: 2,
  /** Shipping to the first scan by the carrier; the steps that follow count from shipping too. */
  accept: 1,
  transport: 2.5,
  deliver: 5,
  sign: 7,
  /** Payment to the seller's closing (`-close`). */
  close: 1.5,
  /** Payment to the unknown status (`-odd`). */
  odd: 1.5,
  /** Closing of a paid order to the money back. */
  refund: 20,
  /** A refund applied for to the seller's answer. */
  refundAgree: 2,
  /** Goods sent back to their receipt by the seller, and the money back. */
  refundReceive: 5,
  /** Full receipt to `success`. */
  succeed: 1,
  /** A callback that was not taken, to its next try. */
  redeliver: 1800,
  /** How long an odd-numbered callback is kept back when they are to arrive out of order. */
  swap: 4,
} as const;

export type DurationName = keyof typeof DURATIONS;

/** What `advance` and the transitions need to know, in milliseconds, speed already taken into account. */
export interface Rules {
  milliseconds: Record<DurationName, number>;
  /** Signed for to receipt by the platform itself; null: never. Not scaled by the speed. */
  autoConfirmAfter: number | null;
  /** Whether the order shows `signinsuccess` once every parcel is signed for, or stays `waitbuyerreceive`. */
  showSigned: boolean;
  /** Parcels per order of a merchant without an ending that says otherwise. */
  parcels: number;
}

/** The durations of a speed, some of them replaced (seconds at speed 1). */
export function scaledDurations(
  speed: number,
  replaced: Partial<Record<DurationName, number | undefined>> = {},
): Record<DurationName, number> {
  const scaled: Record<DurationName, number> = { ...DURATIONS };
  for (const name of Object.keys(DURATIONS).filter(isDurationName)) {
    scaled[name] = Math.round(((replaced[name] ?? DURATIONS[name]) * 1000) / speed);
  }
  return scaled;
}

const isDurationName = (name: string): name is DurationName => Object.hasOwn(DURATIONS, name);
