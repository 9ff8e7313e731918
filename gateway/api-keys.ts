import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '../pandapon/index.ts';

/** What a key may do (docs/guides/http.md, "Keys and roles"). */
export const ROLES = ['start', 'view', 'operate', 'approve', 'spend', 'codec'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls: the key's name goes into the timeline, its roles decide what is allowed. */
export interface Caller {
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
}

/** The keys of a gateway. */
export interface ApiKeys {
  /** The caller of a key; null when there is no such key. Takes the same time whatever the key is. */
  find(key: string): Caller | null;
  readonly size: number;
}

interface Entry {
  readonly digest: Buffer;
  readonly caller: Caller;
}

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
// what an Authorization header can carry after "Bearer " without quoting
const KEY = /^[A-Za-z0-9._~+/=-]+$/;
const digestOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();

/**
 * Reads `GATEWAY_API_KEYS`: a comma list of `name:key[:roles]`, roles joined by `+`; without roles a key may do
 * everything. Two entries of one name rotate a key.
 *
 * @throws ConfigurationError naming the entry by its place and name, never by its key
 */
export function parseApiKeys(text: string): ApiKeys {
  const entries = text.split(',').map((item, index) => parseEntry(item.trim(), index + 1));
  const seen = new Map<string, string>();
  for (const { digest, caller } of entries) {
    const owner = seen.get(digest.toString('hex'));
    if (owner !== undefined && owner !== caller.name) {
      throw new ConfigurationError(
        `GATEWAY_API_KEYS: ${owner} and ${caller.name} have the same key. Give each name a key of its own.`,
      );
    }
    seen.set(digest.toString('hex'), caller.name);
  }
  return { find: (key) => findEntry(entries, key), size: entries.length };
}

function findEntry(entries: readonly Entry[], key: string): Caller | null {
  const digest = digestOf(key);
  let found: Caller | null = null;
  // every entry is compared: the time says nothing about which one matched
  for (const entry of entries) {
    if (timingSafeEqual(entry.digest, digest)) found ??= entry.caller;
  }
  return found;
}

function parseEntry(item: string, place: number): Entry {
  const [name = '', key = '', roles, ...rest] = item.split(':');
  // what stands alone may be a key, not a name
  const isNamed = item.includes(':') && NAME.test(name);
  const where = `GATEWAY_API_KEYS: entry ${place}${isNamed ? ` (${name})` : ''}`;
  if (!NAME.test(name) || rest.length > 0 || key === '') {
    throw new ConfigurationError(`${where} is not name:key or name:key:role+role.`);
  }
  if (!KEY.test(key)) {
    throw new ConfigurationError(`${where} has a key with a character other than A-Z a-z 0-9 . _ ~ + / = -`);
  }
  return { digest: digestOf(key), caller: { name, roles: parseRoles(roles, where) } };
}

function parseRoles(text: string | undefined, where: string): ReadonlySet<Role> {
  if (text === undefined) return new Set(ROLES);
  const roles = new Set<Role>();
  for (const word of text.split('+')) {
    const role = ROLES.find((known) => known === word);
    if (role === undefined) {
      throw new ConfigurationError(`${where} has a role that does not exist. Roles are ${ROLES.join(' ')}.`);
    }
    roles.add(role);
  }
  return roles;
}
