import { chinaIso } from './clock.ts';

/** What the wire's shape depends on beside the order. */
export interface Rendering {
  /** Numeric ids rounded as JavaScript rounds them, to prove that a client reads their string twins. */
  roundIds: boolean;
  /** Whether a parcel says which items it holds. */
  parcelItems: boolean;
}

export type Wire = Record<string, unknown>;

/** A numeric id on the wire. */
export const wireId = (id: string, { roundIds }: Rendering): bigint | number =>
  roundIds ? Number(id) : BigInt(id);

/** Yuan as the platform writes them: a plain number. */
export const yuan = (fen: number): number => fen / 100;

export const instantOrNull = (at: number | null): string | null => (at === null ? null : chinaIso(at));
