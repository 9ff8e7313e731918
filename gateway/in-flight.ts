/**
 * How many of something may be under way at once: one more is refused there and then, because a queue would only make
 * everybody late and memory grow.
 */
export class InFlight {
  readonly #most: number;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a place, and answers what gives it back (once); null: all are taken. */
  enter(): (() => void) | null {
    if (this.#count >= this.#most) return null;
    this.#count++;
    let inside = true;
    return () => {
      if (inside) this.#count--;
      inside = false;
    };
  }
}

/** Requests that wait for different things, so that none of them takes the places of the others. */
export type Lane = 'call' | 'poll' | 'codec' | 'goods' | 'picture';

/**
 * Places by lane. A call holds at most 1 MiB and a few connections' worth of Temporal; a long poll holds little, for a
 * minute; a page of payloads may be 8 MiB, a picture 5 MiB. Goods wait for the platform, which may take its time.
 */
export const PLACES: Readonly<Record<Lane, number>> = {
  call: 256,
  poll: 1024,
  codec: 16,
  goods: 64,
  picture: 16,
};

export type Lanes = Readonly<Record<Lane, InFlight>>;

/** Lanes with these places. */
export const lanesOf = (places: Readonly<Record<Lane, number>>): Lanes => ({
  call: new InFlight(places.call),
  poll: new InFlight(places.poll),
  codec: new InFlight(places.codec),
  goods: new InFlight(places.goods),
  picture: new InFlight(places.picture),
});
