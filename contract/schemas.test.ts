import { describe, expect, expectTypeOf, it } from 'vitest';
import type { CommandBodies } from './commands.ts';
import type { PurchaseRequest, PurchaseStart } from './purchase.ts';
import { type Parsed, parseCommand, parseRequest, parseStart } from './schemas.ts';

/** The platform's own sample of a batch create, byte for byte. */
const SEED_BODY = `{
    "flow":"general",
    "addressParam": {
        "fullName": "zhang",
        "mobile": "18600888861",
        "phone": "18600888861",
        "postCode": "100000",
        "cityText": "杭州市",
        "provinceText": "浙江省",
        "areaText": "西湖区",
        "townText": "转塘",
        "address": "xxxxxxx"
    },
    "cargoParamList": [
        {
            "offerMapId": "L0PTnwSnx_dWNZWCtgK7Gg",
            "specId": "e61a85a671bb3d0301d0412b51641c6b",
            "quantity": 1,
            "sellerOpenId": "BBBgGWh2O6JFI6v1aQuZVgRIA"
        }
    ]
}`;

const seed = () => JSON.parse(SEED_BODY);
const body = (more: Record<string, unknown> = {}) => ({
  id: 'po-1',
  platform: '1688',
  request: seed(),
  ...more,
});
const pointers = (parsed: Parsed<unknown>) => (parsed.errors ?? []).map((error) => error.pointer);

describe('the body of a start', () => {
  it('takes the sample body of the platform as it stands', () => {
    const parsed = parseStart(body());
    expect(parsed.errors).toBeUndefined();
    expect(parsed.ok?.request).toEqual(seed());
  });

  it('lets members of the platform that we do not know through, in request and in lines', () => {
    const request = { ...seed(), shopPromotionId: 'p', platformOrder: 3 };
    request.cargoParamList[0].productNo = 'n';
    expect(parseStart(body({ request })).ok?.request).toEqual(request);
  });

  it('refuses members of ours that we do not know, each by its pointer', () => {
    const parsed = parseStart(body({ colour: 'red', policy: { speed: 1 }, 'a/b': 1 }));
    expect(pointers(parsed).sort()).toEqual(['/a~1b', '/colour', '/policy/speed']);
  });

  it.each([
    '',
    'a/b',
    'a b',
    '..',
    '.',
    'x'.repeat(65),
    '13800138000',
    '8613800138000',
    '86-13800138000',
    '138-0013-8000',
    '订单',
  ])('refuses the id %j', (id) => expect(pointers(parseStart(body({ id })))).toEqual(['/id']));

  it.each(['a', 'po-20260101-001', 'x'.repeat(64), '1700000000-1', '138001380001', '12800138000', '...'])(
    'takes the id %j',
    (id) => expect(parseStart(body({ id })).ok?.id).toBe(id),
  );

  it.each([0, -1, 1.5, '1', null])('refuses the quantity %j', (quantity) => {
    const request = seed();
    request.cargoParamList[0].quantity = quantity;
    expect(pointers(parseStart(body({ request })))).toEqual(['/request/cargoParamList/0/quantity']);
  });

  it('refuses an empty list of lines, and a missing address, flow or merchant', () => {
    const { addressParam: _, flow: __, ...rest } = seed();
    expect(
      pointers(
        parseStart(
          body({ request: { ...rest, cargoParamList: [{ offerMapId: 'o', specId: 's', quantity: 1 }] } }),
        ),
      ),
    ).toEqual(['/request/flow', '/request/addressParam', '/request/cargoParamList/0/sellerOpenId']);
    expect(pointers(parseStart(body({ request: { ...seed(), cargoParamList: [] } })))).toEqual([
      '/request/cargoParamList',
    ]);
  });

  it("refuses a request for another user, and takes one for the purchase's own", () => {
    const request = { ...seed(), userId: 'u2' };
    expect(pointers(parseStart(body({ userId: 'u1', request })))).toEqual(['/request/userId']);
    expect(parseStart(body({ userId: 'u2', request })).ok).toBeDefined();
  });

  it('keeps room for the tag behind the remark, unless the purchase does without', () => {
    const request = { ...seed(), message: 'm'.repeat(129) };
    expect(pointers(parseStart(body({ request })))).toEqual(['/request/message']);
    expect(parseStart(body({ request, policy: { tag: false } })).ok).toBeDefined();
    expect(parseStart(body({ request: { ...seed(), message: 'm'.repeat(128) } })).ok).toBeDefined();
  });

  it('says that taobao is not possible yet', () => {
    const parsed = parseStart(body({ platform: 'taobao' }));
    expect(parsed.errors).toEqual([
      { pointer: '/platform', message: 'taobao purchases are not possible yet' },
    ]);
  });

  it('refuses labels that could not stand in a search attribute', () => {
    expect(parseStart(body({ labels: { channel: 'shop-7', shop: '杭州一店' } })).ok?.labels).toEqual({
      channel: 'shop-7',
      shop: '杭州一店',
    });
    expect(
      pointers(parseStart(body({ labels: { 'a=b': 'x', channel: "o'clock", phone: '13800138000' } }))).sort(),
    ).toEqual(['/labels/a=b', '/labels/channel', '/labels/phone']);
  });

  it('refuses what Temporal could not carry unchanged', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    for (const odd of [2n ** 64n, 'a\0b', '\ud800', Number.NaN, deep, JSON.parse('{"__proto__":1}'), () => 1])
      expect(parseStart(body({ request: { ...seed(), odd } })).errors).toHaveLength(1);
  });

  it('never repeats a value of the body in its messages', () => {
    const secret = 'SECRET-VALUE';
    const wrong = {
      id: `${secret}/`,
      platform: secret,
      userId: `${secret} /`,
      request: {
        flow: 7,
        addressParam: secret,
        cargoParamList: [{ quantity: secret }],
        message: secret.repeat(20),
      },
      policy: { payment: secret, maxTotalFen: secret },
      labels: { channel: `${secret}'` },
    };
    const { errors } = parseStart(wrong);
    expect(errors?.length).toBeGreaterThan(8);
    expect(JSON.stringify(errors)).not.toContain(secret);
  });

  it.each([null, [], 'text', 7, true])('refuses %j for a body', (odd) => {
    expect(pointers(parseStart(odd))).toEqual(['']);
  });
});

describe('the body of a command', () => {
  it('may be absent where nothing is needed', () => {
    expect(parseCommand('skip', undefined).ok).toEqual({});
    expect(pointers(parseCommand('adopt', {}))).toEqual(['/orders']);
  });

  it('refuses members it does not know, among them those that only a client states', () => {
    expect(pointers(parseCommand('skip', { actor: 'ui:li', until: 'x' })).sort()).toEqual([
      '/actor',
      '/until',
    ]);
  });

  it('takes line changes by index, with null to drop a line', () => {
    const lines = { '3': { quantity: 5, productNo: 'x' }, '7': null };
    expect(parseCommand('retry', { by: 'li', lines }).ok?.lines).toEqual(lines);
    expect(pointers(parseCommand('retry', { lines: { '03': null, '1': { quantity: 0 } } })).sort()).toEqual([
      '/lines/03',
      '/lines/1/quantity',
    ]);
  });

  it('takes an instant with its offset only', () => {
    expect(parseCommand('hold', { until: '2026-01-31T08:00:00+08:00' }).ok).toBeDefined();
    expect(pointers(parseCommand('hold', { until: '2026-01-31 08:00' }))).toEqual(['/until']);
  });
});

it('answers a request that is good for another remark rule by its own pointers', () => {
  expect(pointers(parseRequest({ ...seed(), message: 'm'.repeat(200) }, { tag: true }))).toEqual([
    '/message',
  ]);
});

it('reads bodies into the types of the contract', () => {
  expectTypeOf(parseStart).returns.toEqualTypeOf<Parsed<PurchaseStart>>();
  expectTypeOf(parseRequest).returns.toEqualTypeOf<Parsed<PurchaseRequest>>();
  expectTypeOf(parseCommand<'adopt'>).returns.toEqualTypeOf<Parsed<CommandBodies['adopt']>>();
});
