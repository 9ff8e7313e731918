import { UsageError } from './usage-error.ts';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DISTANCE = /^(\d{1,6})([smhd])$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * An instant as people write it: `2026-01-31T08:00:00Z` (any offset), a day of this system's time zone (`2026-01-31`, its
 * beginning), or a distance (`90m`, `3d`): from now on, or back from now.
 * @returns ISO-8601 in UTC.
 * @throws UsageError that names the option.
 */
export function parseInstant(
  written: string,
  { option, direction, now = Date.now() }: { option: string; direction: 'ahead' | 'back'; now?: number },
): string {
  const [, count, unit] = DISTANCE.exec(written) ?? [];
  if (count !== undefined && (unit === 's' || unit === 'm' || unit === 'h' || unit === 'd')) {
    const distance = Number(count) * UNIT_MS[unit];
    return new Date(direction === 'ahead' ? now + distance : now - distance).toISOString();
  }
  const withZone = DAY.test(written) || /(?:Z|[+-]\d{2}:?\d{2})$/.test(written);
  const at = withZone ? Date.parse(DAY.test(written) ? `${written}T00:00` : written) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`${option} takes an instant such as 2026-01-31T08:00:00Z, 2026-01-31, 90m or 3d`);
  return new Date(at).toISOString();
}
