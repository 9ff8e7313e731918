import { z } from 'zod';
import { leaves } from './leaves.ts';

/**
 * Instants: ISO-8601 in UTC inside. The wire has four forms (docs/reference/platform.md, "Times"); those without a
 * zone are China time.
 */

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const NATIVE = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})?([+-]\d{4})?$/;
const MILLISECONDS = /^\d{13}$/;
const CHINA = '+08:00';
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Reads any of the wire's forms to ISO-8601 UTC; null when it is none of them. */
export function readInstant(text: string | number | bigint): string | null {
  const trimmed = String(text).trim();
  if (MILLISECONDS.test(trimmed)) return iso(Number(trimmed));
  const native = NATIVE.exec(trimmed);
  if (native) {
    const [, year, month, day, hour, minute, second, fraction = '000', zone = CHINA] = native;
    return iso(
      Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}${withColon(zone)}`),
    );
  }
  const match = ISO.exec(trimmed);
  if (!match) return null;
  const [, date, time, fraction = '', zone = CHINA] = match;
  return iso(Date.parse(`${date}T${time}${fraction.slice(0, 4)}${withColon(zone)}`));
}

/** An instant as order objects write it: `2025-04-23T14:13:44.000+08:00`. Takes ISO-8601 with a zone. */
export const chinaInstant = (instant: string): string =>
  new Date(Date.parse(instant) + CHINA_OFFSET_MS).toISOString().replace('Z', CHINA);

/** An instant as trace steps write it: `2025-04-23 14:13:44`, China time. */
export const chinaClock = (instant: string): string => chinaInstant(instant).slice(0, 19).replace('T', ' ');

const iso = (milliseconds: number): string | null =>
  Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15
    ? new Date(milliseconds).toISOString()
    : null;

const withColon = (zone: string): string =>
  zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;

const wireTime = z.union([z.string(), z.number(), z.bigint()]);

const timeCodec = (write: (instant: string) => string) =>
  z
    .codec(wireTime, z.string().nullable(), {
      decode: (text, context) => {
        if (text === '') return null;
        const instant = readInstant(text);
        // Not taken as "no time": an unreadable `payTime` must never look like "not paid".
        if (instant === null) context.issues.push({ code: 'custom', input: text, message: 'must be a time' });
        return instant;
      },
      encode: (instant) => (instant === null ? '' : write(instant)),
    })
    .register(leaves, { leaf: 'time' });

/** An instant of an order object. The empty text reads as null. */
export const time = timeCodec(chinaInstant);

/** An instant of a trace step. */
export const clockTime = timeCodec(chinaClock);

/** An instant that a request must carry with its offset from UTC. */
export const sentInstant = z.iso.datetime({ offset: true }).register(leaves, { leaf: 'instant with offset' });
