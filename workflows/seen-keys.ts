/** Idempotency keys of commands that took effect, carried across continue-as-new. The last 200. */
export interface SeenKey {
  key: string;
  bodyHash: string;
  revision: number;
}

const KEPT = 200;

/** The earlier use of a key, if any. */
export function seenBefore(keys: readonly SeenKey[], key: string | undefined): SeenKey | undefined {
  return key === undefined ? undefined : keys.find((seen) => seen.key === key);
}

/** Remembers a key. */
export function remember(keys: SeenKey[], seen: SeenKey): void {
  keys.push(seen);
  if (keys.length > KEPT) keys.splice(0, keys.length - KEPT);
}
