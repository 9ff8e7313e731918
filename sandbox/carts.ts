import type { CargoLine } from './merchants.ts';
import type { Market } from './order.ts';
import type { Shelf } from './shelf.ts';
import type { Wire } from './wire.ts';

/** A SKU that somebody means to buy. */
export interface CartRecord {
  id: string;
  userId: string;
  platform: Market;
  line: CargoLine;
  /** What the caller said of it beside that. */
  shown: Wire;
}

/** The carts of all users on both marketplaces. */
export class Carts {
  readonly #shelf: Shelf<'cart'>;

  constructor(shelf: Shelf<'cart'>) {
    this.#shelf = shelf;
  }

  /** Oldest first. */
  of(userId: string, platform: Market): CartRecord[] {
    return this.#shelf.all().filter((each) => each.userId === userId && each.platform === platform);
  }

  /** Puts a SKU in. One that is in the cart already is wanted so many times more. */
  add(record: Omit<CartRecord, 'id'>): void {
    const known = this.of(record.userId, record.platform).find((each) => isSame(each.line, record.line));
    if (!known) {
      this.#shelf.add((id) => ({ ...record, id }));
      return;
    }
    const quantity = known.line.quantity + record.line.quantity;
    this.#shelf.put({ ...known, shown: record.shown, line: { ...known.line, quantity } });
  }

  /** Those records of a user, in the order asked for; null when one of them is not there. */
  pick(userId: string, platform: Market, ids: readonly string[]): CartRecord[] | null {
    const mine = this.of(userId, platform);
    const picked = ids.flatMap((id) => mine.find((each) => each.id === id) ?? []);
    return picked.length === ids.length ? picked : null;
  }

  change(record: CartRecord, quantity: number): void {
    this.#shelf.put({ ...record, line: { ...record.line, quantity } });
  }

  remove(records: readonly CartRecord[]): void {
    for (const { id } of records) this.#shelf.remove(id);
  }
}

const isSame = (a: CargoLine, b: CargoLine): boolean =>
  a.offerMapId === b.offerMapId && a.specId === b.specId && a.sellerOpenId === b.sellerOpenId;
