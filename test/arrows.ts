import { posix } from 'node:path';

/** What one room may know (docs/architecture.md, "Rooms"). */
interface Arrows {
  /** Rooms of which values may be imported. */
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages that may be imported; absent: any. `@temporalio/*` stands for all of them, `node:*` for Node's own. */
  readonly packages?: readonly string[];
  /** Packages that may not be imported. */
  readonly never?: readonly string[];
}

const ARROWS: Readonly<Record<string, Arrows>> = {
  pandapon: { rooms: [], never: ['@temporalio/*', 'hono', '@hono/*', 'commander'] },
  contract: { rooms: ['pandapon'], packages: ['zod'] },
  workflows: {
    rooms: ['contract'],
    types: ['activities', 'pandapon'],
    // Every value here lands in the bundle, and in the memory of every cached run.
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  activities: { rooms: ['pandapon', 'contract'], never: ['@temporalio/worker', '@temporalio/workflow'] },
  client: {
    rooms: ['pandapon', 'contract'],
    never: ['@temporalio/worker', '@temporalio/workflow', '@temporalio/activity'],
  },
  worker: { rooms: ['workflows', 'activities', 'client', 'contract', 'pandapon'] },
  gateway: { rooms: ['client', 'contract', 'pandapon'], never: ['@temporalio/*'] },
  cli: { rooms: ['client', 'contract', 'pandapon'], never: ['@temporalio/*'] },
  sandbox: { rooms: ['pandapon'], never: ['@temporalio/*'] },
  embedded: { rooms: ['client', 'contract', 'pandapon', 'sandbox', 'gateway', 'worker'] },
};

/** Schemas pull in zod: the plain door and what stands behind it must not. */
const SCHEMA_DOOR = /^contract\/schemas?\b/;

/** Files of pandapon/ that load nothing: the plain door may pass their values on to deterministic code. */
const LOADS_NOTHING = ['pandapon/message-kinds.ts', 'pandapon/order-status.ts'] as const;
const loadsNothing = (file: string): boolean => LOADS_NOTHING.some((one) => one === file);

interface Import {
  from: string;
  /** Erased by the compiler. `import { type A }` is not: the file is still loaded. */
  typeOnly: boolean;
}

const STATEMENT =
  /\b(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** Every import and re-export of a source text. */
export function importsOf(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(STATEMENT)].map(([, type, from, dynamic]) => ({
    from: from ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }));
}

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('*')
    ? name.startsWith(pattern.slice(0, -1))
    : name === pattern || name.startsWith(`${pattern}/`);

/**
 * The imports of one file that the rooms forbid, one sentence each. `file` is its path from the project's root.
 * Files of a test, and of rooms without a rule, may import all.
 */
export function violations(file: string, source: string): string[] {
  const room = file.split('/')[0] ?? '';
  const arrows = ARROWS[room];
  if (arrows === undefined || /\.(test|fixture)\.ts$/.test(file)) return [];
  return importsOf(source)
    .map((one) => objection(file, room, arrows, one))
    .filter((sentence) => sentence !== null);
}

function objection(file: string, room: string, arrows: Arrows, { from, typeOnly }: Import): string | null {
  if (loadsNothing(file) && !typeOnly) return `${file}: workflows load it, so it may load nothing (${from})`;
  if (!from.startsWith('.')) {
    if (typeOnly) return null;
    const allowed = arrows.packages?.some((pattern) => matches(from, pattern)) ?? true;
    const forbidden = arrows.never?.some((pattern) => matches(from, pattern)) ?? false;
    if (allowed && !forbidden) {
      if (room !== 'contract' || SCHEMA_DOOR.test(file)) return null;
      return `${file}: the plain door of contract/ takes no value from ${from}`;
    }
    return `${file}: ${room}/ may not import ${from}`;
  }
  const target = posix.normalize(posix.join(posix.dirname(file), from));
  const targetRoom = target.split('/')[0] ?? '';
  if (SCHEMA_DOOR.test(target) && !typeOnly) {
    if (room === 'contract' && !SCHEMA_DOOR.test(file)) {
      return `${file}: the plain door of contract/ may not load ${target}`;
    }
    if (room === 'workflows')
      return `${file}: workflows/ take only the plain door of contract/, not ${target}`;
  }
  if (targetRoom === room) return null;
  if (room === 'contract' && !SCHEMA_DOOR.test(file) && !typeOnly && !loadsNothing(target)) {
    return `${file}: the plain door of contract/ takes only types from ${targetRoom}/`;
  }
  if (arrows.rooms.includes(targetRoom)) return null;
  if (typeOnly && arrows.types?.includes(targetRoom)) return null;
  return `${file}: ${room}/ may not import ${typeOnly ? 'types' : 'values'} of ${targetRoom}/ (${from})`;
}
