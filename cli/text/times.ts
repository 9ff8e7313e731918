const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** How long ago an instant is, in the one unit that matters: `45 s`, `12 min`, `3 h`, `5 d`. */
export function age(instant: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(instant)) / 1000));
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < 2 * HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} d`;
}

/** How far ahead an instant is: `in 3 h`; `5 min over` once it has passed; a dash for none. */
export function due(instant: string | null, now = Date.now()): string {
  if (instant === null) return '-';
  const ahead = Date.parse(instant) - now;
  return ahead >= 0 ? `in ${age(new Date(now).toISOString(), now + ahead)}` : `${age(instant, now)} over`;
}

const two = (part: number): string => String(part).padStart(2, '0');

/** An instant on this system's clock: `2026-01-31 08:00:05`. */
export function clock(instant: string): string {
  const at = new Date(instant);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The end of this system's day, as ISO-8601 in UTC. */
export function endOfDay(now = Date.now()): string {
  const end = new Date(now);
  end.setHours(24, 0, 0, 0);
  return end.toISOString();
}
