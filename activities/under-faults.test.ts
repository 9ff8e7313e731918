import { describe, expect, test } from 'vitest';
import { FAULT_KINDS, type FaultKind } from '../sandbox/index.ts';
import { buyOne, buyPaid, stage } from './sandbox-stage.fixture.ts';

/** Each effect against the real sandbox, with every fault before it and after it: what is said undone was not done. */

/** Only late, or of payments alone. */
const OTHER: readonly FaultKind[] = ['slow', 'pay-lies', 'pay-false'];
const KINDS = FAULT_KINDS.filter((kind) => !OTHER.includes(kind));

describe.each(KINDS)('whatever goes wrong with %s, an answer tells no lie', (kind) => {
  const before = { when: 'before' as const, kind };
  const after = { when: 'after' as const, kind };
  /** A definite no, or a call turned away, is only said when nothing was done. */
  const saysUndone = ['refused', 'not-sent', 'credentials'];
  /** These can't be told from an honest no: a platform that lies like this is beyond help, and is not asked for here. */
  const honest = !['refusal', 'http-429', 'code-429', 'http-401', 'code-401'].includes(kind);

  test('of a create', async () => {
    await using on = await stage();
    on.sandbox.addFaults({ operation: 'create', ...before });
    const undone = await on.create(['shop']);
    expect(undone.kind).not.toBe('answered');
    expect(on.sandbox.ledger().totals.orders).toBe(0);
    if (!honest) return expect(saysUndone).toContain(undone.kind);
    on.sandbox.addFaults({ operation: 'create', ...after });
    expect(await on.create(['shop'])).toMatchObject({ kind: 'unknown' });
    return expect(on.sandbox.ledger().totals.orders).toBe(1);
  });

  test('of a pay', async () => {
    await using on = await stage();
    const orderId = await buyOne(on);
    on.sandbox.addFaults({ operation: 'pay', ...before });
    expect((await on.pay(orderId)).kind).not.toBe('paid');
    expect(on.sandbox.ledger().debits).toEqual([]);
    on.sandbox.addFaults({ operation: 'pay', ...after });
    const paid = await on.pay(orderId);
    if (honest || kind === 'refusal') expect(paid).toMatchObject({ kind: 'paid', sent: true });
    expect(on.sandbox.ledger()).toMatchObject({ debits: [{ orderId }], paidTwice: [] });
  });

  test('of a receipt', async () => {
    await using on = await stage();
    const orderId = await buyPaid(on);
    await on.sandbox.tick(20);
    on.sandbox.addFaults({ operation: 'confirm', ...before });
    expect((await on.confirm(orderId)).kind).not.toBe('confirmed');
    on.sandbox.addFaults({ operation: 'confirm', ...after });
    const confirmed = await on.confirm(orderId);
    if (honest || kind === 'refusal') expect(confirmed).toMatchObject({ kind: 'confirmed', sent: true });
    expect(on.sandbox.ledger().confirms).toHaveLength(1);
  });

  test('of a cancel', async () => {
    await using on = await stage();
    const orderId = await buyOne(on);
    await on.sandbox.tick(20);
    on.sandbox.addFaults({ operation: 'cancel', ...before });
    expect((await on.cancel(orderId)).kind).not.toBe('cancelled');
    on.sandbox.addFaults({ operation: 'cancel', ...after });
    const cancelled = await on.cancel(orderId);
    if (honest || kind === 'refusal') expect(cancelled).toMatchObject({ kind: 'cancelled', sent: true });
    expect(on.sandbox.ledger().cancels).toHaveLength(1);
  });
});

test('a payment that is denied though it was made is a payment', async () => {
  await using on = await stage();
  on.sandbox.addFaults({ operation: 'pay', kind: 'pay-lies' });
  expect(await on.pay(await buyOne(on))).toMatchObject({ kind: 'paid', sent: true });
  expect(on.sandbox.ledger().debits).toHaveLength(1);
});

test('a payment that fails is unpaid', async () => {
  await using on = await stage();
  on.sandbox.addFaults({ operation: 'pay', kind: 'pay-false' });
  expect(await on.pay(await buyOne(on))).toMatchObject({ kind: 'unpaid' });
  expect(on.sandbox.ledger().debits).toEqual([]);
});
