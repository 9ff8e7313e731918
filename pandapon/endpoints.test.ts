import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigurationError } from './configuration.ts';
import { endpointOf, parseEndpointOverrides, readEndpointOverrides } from './endpoints.ts';

test('an override replaces what it names and leaves the rest', () => {
  const overrides = parseEndpointOverrides('{"alibaba.order.page":{"path":"/v3/page"}}', 'file');
  expect(endpointOf('alibaba.order.page', overrides)).toEqual({ method: 'POST', path: '/v3/page' });
  expect(endpointOf('alibaba.order.cancel', overrides).path).toBe('/v2/alibaba/order/cancel');
});

test.each([
  ['{', 'file is not JSON'],
  ['[]', 'file must be an object of operations'],
  ['null', 'file must be an object of operations'],
  ['{"alibaba.order.pay":{}}', 'file: there is no operation "alibaba.order.pay" (alibaba.order.payUrl)'],
  ['{"__proto__":{}}', 'file: there is no operation "__proto__" ("orders call --list" shows all)'],
  ['{"alibaba.order.page":"/x"}', 'file: alibaba.order.page must be an object with "method", "path" or both'],
  ['{"alibaba.order.page":{"method":"PUT"}}', 'file: alibaba.order.page method must be "GET" or "POST"'],
  ['{"alibaba.order.page":{"path":"v3"}}', 'file: alibaba.order.page path must begin with "/"'],
  ['{"alibaba.order.page":{"path":"/a b"}}', 'file: alibaba.order.page path must begin with "/"'],
  ['{"alibaba.order.page":{"path":7}}', 'file: alibaba.order.page path must be a text'],
  [
    '{"taobao.refund.cancel":{"path":"/cancel/{orderId}"}}',
    'file: taobao.refund.cancel path has {orderId}, which is not an id or text that every request of it has',
  ],
  ['{"alibaba.goods.related":{"path":"/{pageNo}"}}', 'file: alibaba.goods.related path has {pageNo}, which'],
  [
    '{"alibaba.order.page":{"url":"/x"}}',
    'file: alibaba.order.page has only the members "method" and "path", not "url"',
  ],
])('%s is refused in one clear line', (text, message) => {
  let thrown: unknown;
  try {
    parseEndpointOverrides(text, 'file');
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof ConfigurationError)) throw new Error('nothing was refused');
  expect(thrown.message.startsWith(message), thrown.message).toBe(true);
  expect(thrown.message).not.toContain('\n');
});

test('a file is read, and one that cannot be read is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
  try {
    const path = join(folder, 'endpoints.json');
    writeFileSync(path, '{"alibaba.order.page":{"method":"GET"}}');
    expect(readEndpointOverrides(path)).toEqual({ 'alibaba.order.page': { method: 'GET' } });
    expect(() => readEndpointOverrides(join(folder, 'none.json'))).toThrow(
      /^PANDAPON_ENDPOINTS \(.*none\.json\) cannot be read \(ENOENT\)$/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
