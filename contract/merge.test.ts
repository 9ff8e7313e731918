import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePatch, mergeRequest, pointIntoChange } from './merge.ts';
import type { PurchaseRequest } from './purchase.ts';

const line = (n: number) => ({ offerMapId: `o${n}`, specId: `s${n}`, quantity: n + 1, sellerOpenId: 'm' });
const request: PurchaseRequest = {
  flow: 'general',
  addressParam: { fullName: 'li', mobile: '10000000000' },
  cargoParamList: [line(0), line(1), line(2)],
};

describe('a correction of a request', () => {
  it('merges a patch member by member and removes what is null', () => {
    const merged = mergeRequest(request, {
      patch: { message: 'hi', addressParam: { mobile: null, townText: 't' } },
    });
    expect(merged.ok?.request).toEqual({
      ...request,
      message: 'hi',
      addressParam: { fullName: 'li', townText: 't' },
    });
    expect(merged.ok?.renumbered).toBe(false);
  });

  it('keeps every line in its place, dropped ones too', () => {
    const merged = mergeRequest(request, { lines: { '1': null, '2': { quantity: 9, productNo: 'x' } } });
    expect(merged.ok?.request.cargoParamList).toEqual([
      line(0),
      line(1),
      { ...line(2), quantity: 9, productNo: 'x' },
    ]);
    expect(merged.ok?.dropped).toEqual([1]);
  });

  it('begins the indexes anew when the patch brings its own lines, and merges by the new ones', () => {
    const merged = mergeRequest(request, {
      patch: { cargoParamList: [line(7)] },
      lines: { '0': { quantity: 2 } },
    });
    expect(merged.ok?.renumbered).toBe(true);
    expect(merged.ok?.request.cargoParamList).toEqual([{ ...line(7), quantity: 2 }]);
    expect(
      mergeRequest(request, { patch: { cargoParamList: [line(7)] }, lines: { '1': null } }).errors,
    ).toEqual([{ pointer: '/lines/1', message: 'is not the index of a line' }]);
  });

  it('points into the body of the command', () => {
    const pointers = (change: Parameters<typeof mergeRequest>[1]) =>
      mergeRequest(request, change).errors?.map((e) => e.pointer);
    expect(pointers({ lines: { '0': { quantity: 0 } } })).toEqual(['/lines/0/quantity']);
    expect(pointers({ lines: { '0': { specId: null } } as never })).toEqual(['/lines/0/specId']);
    expect(pointers({ patch: { flow: null, addressParam: 'x' } })).toEqual([
      '/patch/flow',
      '/patch/addressParam',
    ]);
    expect(pointers({ patch: { cargoParamList: [] } })).toEqual(['/patch/cargoParamList']);
    expect(pointers({ lines: { '3': null, '00': null } })?.sort()).toEqual(['/lines/00', '/lines/3']);
    expect(pointIntoChange('/message', { patch: { message: 'x' } })).toBe('/patch/message');
  });

  it('never drops the last line', () => {
    expect(mergeRequest(request, { lines: { '0': null, '1': null, '2': null } }).errors).toHaveLength(1);
  });
});

const json = fc.jsonValue();
const object = fc.dictionary(fc.string(), json);

it('a merge patch applied twice changes no more than once, and never the target itself', () => {
  fc.assert(
    fc.property(object, object, (target, patch) => {
      const before = structuredClone(target);
      const once = mergePatch(target, patch);
      expect(mergePatch(once, patch)).toEqual(once);
      expect(target).toEqual(before);
    }),
  );
});
