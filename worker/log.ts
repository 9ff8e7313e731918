import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/worker';
import { type DestinationStream, type Logger, pino } from 'pino';
import { z } from 'zod';
import { type Environment, readVariables } from '../pandapon/index.ts';

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

/** What the SDK adds to every line and nobody reads there: the workflow id says it all. */
const NOISE = new Set([
  'sdkComponent',
  'namespace',
  'taskQueue',
  'isLocal',
  'runId',
  'workflowType',
  'activityId',
  'taskToken',
]);

/** The workers of looks and effects run no workflows, on purpose. */
const EXPECTED = 'No workflows registered, not polling for workflow tasks';

/**
 * Lets the Temporal SDK, and through it the workflows' and activities' own `log`, write through our logger.
 * What the SDK tells about itself at `info` (states of its workers) is `debug` for us.
 */
export function temporalLogger(logger: Logger): TemporalLogger {
  const log = (level: LogLevel, message: string, meta: LogMetadata = {}): void => {
    if (message === EXPECTED) return;
    const own = meta['sdkComponent'] === 'workflow' || meta['sdkComponent'] === 'activity';
    const members = Object.fromEntries(
      Object.entries(meta).filter(([name, value]) => !NOISE.has(name) && value !== undefined),
    );
    if (members['error'] instanceof Error) {
      members['err'] = members['error'];
      delete members['error'];
    }
    logger[pinoLevel(level, own)](members, message);
  };
  return {
    log,
    trace: (message, meta) => log('TRACE', message, meta),
    debug: (message, meta) => log('DEBUG', message, meta),
    info: (message, meta) => log('INFO', message, meta),
    warn: (message, meta) => log('WARN', message, meta),
    error: (message, meta) => log('ERROR', message, meta),
  };
}

function pinoLevel(level: LogLevel, own: boolean): 'trace' | 'debug' | 'info' | 'warn' | 'error' {
  switch (level) {
    case 'TRACE':
      return 'trace';
    case 'DEBUG':
      return 'debug';
    case 'INFO':
      return own ? 'info' : 'debug';
    case 'WARN':
      return 'warn';
    case 'ERROR':
      return 'error';
  }
}
