const MEMBER = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** The members of a request that stand in a path such as `/refund/cancel/{refundId}`. */
export const membersInPath = (path: string): string[] =>
  [...path.matchAll(MEMBER)].flatMap(([, name]) => name ?? []);

export type FilledPath =
  | { kind: 'filled'; path: string; rest: Readonly<Record<string, unknown>> }
  /** A member that cannot stand in a path, or is not there. */
  | { kind: 'misfit'; member: string };

/** Writes members of a request into the path; the others are left in `rest`. */
export function fillPath(path: string, wire: Readonly<Record<string, unknown>>): FilledPath {
  const members = membersInPath(path);
  const misfit = members.find((member) => segmentOf(wire[member]) === null);
  if (misfit !== undefined) return { kind: 'misfit', member: misfit };
  const rest = Object.entries(wire).filter(([name]) => !members.includes(name));
  return {
    kind: 'filled',
    path: path.replace(MEMBER, (_, member: string) => segmentOf(wire[member]) ?? ''),
    rest: Object.fromEntries(rest),
  };
}

/** One segment of a path; null for what is none, or would climb out of it. */
function segmentOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'bigint' && typeof value !== 'number') return null;
  const text = String(value);
  return text === '' || text === '.' || text === '..' ? null : encodeURIComponent(text);
}
