import type { Actor } from '../contract/index.ts';

/** Through which door a person speaks. The Temporal UI is the fourth; it does not come this way. */
export type Door = { kind: 'library' } | { kind: 'cli' } | { kind: 'operator'; key: string };

/**
 * Who says it, as timelines and logs show it: `operator:<key>`, `operator:<key>/<by>`, `library:<by>`, `cli:<by>`.
 */
export function actorOf(door: Door, by: string | undefined): Actor {
  if (door.kind === 'operator')
    return by === undefined ? `operator:${door.key}` : `operator:${door.key}/${by}`;
  return `${door.kind}:${by ?? 'unnamed'}`;
}

/** Within what an idempotency key counts: the API key, or the door. */
export const keyScope = (door: Door): string =>
  door.kind === 'operator' ? `operator:${door.key}` : door.kind;
