import { describe, expect, test } from 'vitest';
import { line, RECEIVER, request, SELLER, SPEC, USER, type Wire } from './fixtures/order-object.ts';
import { activitiesAt, run, scriptedPlatform } from './fixtures/run.ts';
import type { Reply } from './fixtures/scripted-platform.ts';
import { priceOf } from './preview.ts';
import type { PreviewInput } from './types.ts';

const BATCH = 'alibaba.order.previewBatch';
const OTHER = 'BBBseller-two';

const platform = scriptedPlatform();
const input: PreviewInput = {
  platform: '1688',
  userId: USER,
  purchaseId: 'po-1',
  request: request(line(), line({ sellerOpenId: OTHER }), line({ quantity: 2 })),
  lines: [0, 1, 2],
  patient: true,
};
const preview = (more: Partial<PreviewInput> = {}) =>
  run(activitiesAt(platform).api.preview, { ...input, ...more });

const price = (more: Wire = {}): Wire => ({
  sumPayment: 2_300,
  sumPaymentNoCarriage: 1_900,
  sumCarriage: 400,
  tradeModeNameList: ['assureTrade'],
  status: true,
  ...more,
});
const merchant = (sellerOpenId: string, ...orderPreviewResuslt: Wire[]): Wire => ({
  sellerOpenId,
  success: true,
  errorCode: null,
  errorMsg: null,
  orderPreviewResuslt,
});
const refusal = (sellerOpenId: string) => ({
  sellerOpenId,
  success: false,
  errorCode: '500_004',
  errorMsg: 'stock',
});
const answered = (...merchants: Wire[]): Reply => ({ data: merchants });

test('each merchant costs the sum of its previews', async () => {
  platform.on(
    BATCH,
    answered(
      merchant(OTHER, price()),
      merchant(SELLER, price(), price({ sumPayment: 1_000, sumPaymentNoCarriage: 1_000, sumCarriage: 0 })),
    ),
  );
  expect(await preview()).toEqual({
    kind: 'previewed',
    merchants: [
      { sellerOpenId: SELLER, previewFen: 3_300, goodsFen: 2_900, freightFen: 400 },
      { sellerOpenId: OTHER, previewFen: 2_300, goodsFen: 1_900, freightFen: 400 },
    ],
  });
});

test('only the given lines and the receiver are asked for', async () => {
  platform.on(BATCH, answered(merchant(SELLER, price())));
  await preview({ lines: [2] });
  expect(platform.calls[0]?.asked).toEqual({
    addressParam: RECEIVER,
    cargoParamList: [line({ quantity: 2 })],
  });
});

describe('a definite no', () => {
  test('names the merchant and its lines', async () => {
    platform.on(BATCH, answered(refusal(SELLER), merchant(OTHER, price())));
    expect(await preview()).toEqual({
      kind: 'refused',
      refused: [{ sellerOpenId: SELLER, errorCode: '500_004', errorMsg: 'stock', lines: [0, 2] }],
    });
  });

  test.each([
    ['of the whole call', { code: 4100, msg: 'address' }, [SELLER, OTHER], '4100'],
    [
      'of one preview',
      answered(
        merchant(SELLER, price(), price({ status: false, resultCode: '500_001' })),
        merchant(OTHER, price()),
      ),
      [SELLER],
      '500_001',
    ],
    [
      'by an empty list of trade modes',
      answered(merchant(SELLER, price()), merchant(OTHER, price({ tradeModeNameList: [] }))),
      [OTHER],
      'TRADE_MODE_EMPTY',
    ],
  ] satisfies [string, Reply, string[], string][])('%s', async (_, reply, sellers, code) => {
    platform.on(BATCH, reply);
    const result = await preview();
    expect(result).toMatchObject({
      kind: 'refused',
      refused: sellers.map((sellerOpenId) => ({ sellerOpenId, errorCode: code })),
    });
  });

  test('is a body that does not fit, with a pointer and without a value', async () => {
    const result = await preview({ request: request(line({ specId: '' })), lines: [0] });
    expect(result).toMatchObject({
      kind: 'refused',
      refused: [{ sellerOpenId: null, errorCode: 'INVALID', lines: [0] }],
    });
    expect(JSON.stringify(result)).toContain('/cargoParamList/0/specId');
    expect(JSON.stringify(result)).not.toContain(RECEIVER.mobile);
    expect(platform.calls).toEqual([]);
  });
});

describe('no answer yet', () => {
  test.each([
    ['a merchant is left out', answered(merchant(SELLER, price()))],
    ['a merchant has no preview', answered(merchant(SELLER, price()), merchant(OTHER))],
    [
      'a preview has no sum',
      answered(merchant(SELLER, price()), merchant(OTHER, price({ sumPayment: null }))),
    ],
    ['the answer is cut', 'cut'],
    ['the platform fails', { code: 500, msg: 'x' }],
    ['the platform is busy', { http: 429 }],
  ] satisfies [string, Reply][])('is asked for again: %s', async (_, reply) => {
    platform.on(BATCH, reply);
    await expect(preview()).rejects.toMatchObject({ type: 'PLATFORM_TROUBLE', nonRetryable: false });
    expect(await preview({ patient: false })).toMatchObject({ kind: 'unavailable' });
  });
});

test('a merchant without a list of trade modes can be ordered', async () => {
  platform.on(BATCH, answered(merchant(SELLER, price({ tradeModeNameList: null }))));
  expect(await preview({ lines: [0] })).toMatchObject({ kind: 'previewed' });
});

test('the one merchant of lines that name none is whoever answers', () => {
  const answer = { sellerOpenId: 'BBBwhoever', success: false, errorCode: '500_002', errorMsg: SPEC };
  expect(priceOf({ sellerOpenId: null, lines: [0, 1] }, [answer], [])).toMatchObject({
    refused: { sellerOpenId: null, errorCode: '500_002', lines: [0, 1] },
  });
});
