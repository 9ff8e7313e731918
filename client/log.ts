import { type DestinationStream, type Logger, pino } from 'pino';
import { z } from 'zod';
import { type Environment, readVariables } from '../pandapon/index.ts';

/** The log of a process. The library itself writes none. */
export interface LogOptions {
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  format: 'json' | 'text';
}

/** Reads `LOG_LEVEL` (default `info`) and `LOG_FORMAT` (default `json`, on a terminal `text`). */
export function readLogOptions(environment: Environment): LogOptions {
  const read = readVariables(environment, {
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
        error: 'must be trace, debug, info, warn, error, fatal or silent',
      })
      .default('info'),
    LOG_FORMAT: z
      .enum(['json', 'text'], { error: 'must be json or text' })
      .default(process.stdout.isTTY ? 'text' : 'json'),
  });
  return { level: read.LOG_LEVEL, format: read.LOG_FORMAT };
}

/** One line per event on stdout: JSON, or short text for a person at a terminal. */
export function createLogger({ level, format }: LogOptions, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (format === 'json') return destination ? pino(options, destination) : pino(options);
  return pino(options, destination ?? { write: (line) => process.stdout.write(asText(line)) });
}

const lineSchema = z.looseObject({ level: z.number(), time: z.string(), msg: z.string().optional() });

function asText(line: string): string {
  const { level, time, msg, ...members } = lineSchema.parse(JSON.parse(line));
  const rest = Object.entries(members).map(
    ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return `${[time.slice(11, 23), pino.levels.labels[level], msg, ...rest].filter(Boolean).join(' ')}\n`;
}
