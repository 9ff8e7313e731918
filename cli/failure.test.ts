import { describe, expect, test } from 'vitest';
import { errorFor, InvalidError, OutcomeUnknownError } from '../client/errors.ts';
import { ERRORS, isErrorCode } from '../contract/index.ts';
import { ConfigurationError } from '../pandapon/index.ts';
import { failureLine, readFailure } from './failure.ts';

const line = (error: unknown) => failureLine(readFailure(error));

test('each code of the service has an exit code other than done', () => {
  const codes = Object.keys(ERRORS).filter(isErrorCode);
  const exits = codes.map((code) => readFailure(errorFor(code, 'x')).exitCode);
  expect(exits.every((exit) => exit > 0 && exit < 8)).toBe(true);
});

describe('a failure is one line with its code and what to do', () => {
  test.each([
    [errorFor('NOT_FOUND', 'purchase po-1: there is no such run'), '(NOT_FOUND); see "orders list"'],
    [errorFor('ON_HOLD', 'order 1: it is held'), '(ON_HOLD); say "orders release" first'],
    [
      new ConfigurationError('TEMPORAL_ADDRESS is wrong'),
      'orders: TEMPORAL_ADDRESS is wrong (CONFIGURATION)',
    ],
  ])('%s', (error, said) => {
    expect(line(error)).toContain(said);
  });

  test('what may still take effect says with which key to ask again', () => {
    const unknown = new OutcomeUnknownError('purchase po-1: retry was not answered', {
      idempotencyKey: 'k-1',
    });
    expect(readFailure(unknown).exitCode).toBe(7);
    expect(line(unknown)).toContain('say it again with --key k-1');
  });

  test('many pointers are cut short', () => {
    const errors = Array.from({ length: 9 }, (_, n) => ({ pointer: `/a/${n}`, message: 'is wrong' }));
    const said = line(new InvalidError('it does not fit', { errors }));
    expect(said).toContain('/a/5 is wrong; and 3 more (-o json)');
    expect(said).not.toContain('/a/6');
  });

  test('a bug shows its first line only, and no control characters', () => {
    expect(line(new Error('broken\u001b[2J\n    at secret.ts:1'))).toBe('orders: broken [2J (INTERNAL)');
  });
});
