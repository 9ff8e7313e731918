import { expect, test } from 'vitest';
import { createLogger, readLogOptions } from '../client/log.ts';
import { temporalLogger } from './temporal-logger.ts';

function written(level: 'debug' | 'info' = 'info') {
  const lines: unknown[] = [];
  const logger = createLogger({ level, format: 'json' }, { write: (line) => lines.push(JSON.parse(line)) });
  return { lines, sdk: temporalLogger(logger) };
}

test('a line of a workflow keeps what it says and loses what the SDK adds', () => {
  const { lines, sdk } = written();
  sdk.info('command', {
    event: 'command',
    id: 'po-1',
    actor: 'cli:li',
    sdkComponent: 'workflow',
    namespace: 'default',
    taskQueue: 'pandapon-orders',
    runId: 'r',
    workflowType: 'purchase',
    workflowId: 'purchase:po-1',
  });
  expect(lines).toEqual([
    {
      level: 30,
      time: expect.any(String),
      event: 'command',
      id: 'po-1',
      actor: 'cli:li',
      workflowId: 'purchase:po-1',
      msg: 'command',
    },
  ]);
});

test('what the SDK tells of itself is for debugging, its warnings are not', () => {
  const { lines, sdk } = written();
  sdk.info('Worker state changed', { sdkComponent: 'worker' });
  sdk.warn('No workflows registered, not polling for workflow tasks', { sdkComponent: 'worker' });
  sdk.warn('Activity failed', { sdkComponent: 'worker', error: new Error('no answer') });
  expect(lines).toMatchObject([{ level: 40, msg: 'Activity failed', err: { message: 'no answer' } }]);
});

test('a level that is none is named', () => {
  expect(() => readLogOptions({ LOG_LEVEL: 'loud' })).toThrow(/^LOG_LEVEL must be trace, /);
  expect(readLogOptions({ LOG_FORMAT: 'text' })).toEqual({ level: 'info', format: 'text' });
});
