/** How much of something may be under way. */
export interface Room {
  most: number;
  /** Of request bodies, together. @default no limit */
  bytes?: number;
}

/**
 * Counts what is under way: what finds no room is refused there and then, because a queue would only make everybody late
 * and memory grow.
 */
export class InFlight {
  readonly #room: Required<Room>;
  #count = 0;
  #bytes = 0;

  constructor(room: Room) {
    this.#room = { bytes: Number.POSITIVE_INFINITY, ...room };
  }

  /** Takes a place for a body of so many bytes, and answers what gives it back (once); null: there is no room. */
  enter(bytes = 0): (() => void) | null {
    const { most, bytes: mostBytes } = this.#room;
    if (this.#count >= most || this.#bytes + bytes > mostBytes) return null;
    this.#count++;
    this.#bytes += bytes;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#count--;
      this.#bytes -= bytes;
    };
  }
}

/** Requests that wait for different things, so that none of them takes the room of the others. */
export type Lane = 'call' | 'poll' | 'codec' | 'goods' | 'picture';

const MEBIBYTE = 1024 * 1024;

/**
 * Room by lane. A body costs several times its bytes while it is read and answered; a long poll holds little, but each
 * follows its run. Goods wait for the platform, which may take its time.
 */
export const ROOM: Readonly<Record<Lane, Room>> = {
  call: { most: 256, bytes: 32 * MEBIBYTE },
  poll: { most: 256 },
  codec: { most: 64, bytes: 32 * MEBIBYTE },
  goods: { most: 64 },
  picture: { most: 16 },
};

export type Lanes = Readonly<Record<Lane, InFlight>>;

/** Lanes with this room. */
export const lanesOf = (room: Readonly<Record<Lane, Room>>): Lanes => ({
  call: new InFlight(room.call),
  poll: new InFlight(room.poll),
  codec: new InFlight(room.codec),
  goods: new InFlight(room.goods),
  picture: new InFlight(room.picture),
});
