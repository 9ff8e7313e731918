import { createHash } from 'node:crypto';
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

/**
 * What an idempotency key stands for, as a hash (base64url): it counts within its API key, or the door, and its route.
 * Runs and the spending switch remember this, never the key.
 */
export function keyHash(door: Door, route: string, idempotencyKey: string): string {
  const scope = door.kind === 'operator' ? `operator:${door.key}` : door.kind;
  return createHash('sha256').update([scope, route, idempotencyKey].join('\n')).digest('base64url');
}
