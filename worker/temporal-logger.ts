import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

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
    const at = pinoLevel(level, own);
    // Several lines a task are for nobody at the usual level.
    if (!logger.isLevelEnabled(at)) return;
    const members = Object.fromEntries(
      Object.entries(meta).filter(([name, value]) => !NOISE.has(name) && value !== undefined),
    );
    if (members['error'] instanceof Error) {
      members['err'] = members['error'];
      delete members['error'];
    }
    logger[at](members, message);
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
