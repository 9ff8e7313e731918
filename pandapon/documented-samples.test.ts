import { expect, test } from 'vitest';
import { ANSWER_SAMPLES, REQUEST_SAMPLES } from './fixtures/documented-samples.ts';
import { startServer } from './fixtures/http-server.ts';
import { clientOf } from './fixtures/test-client.ts';
import { parseExact, stringifyExact } from './json.ts';
import { operations } from './operations.ts';
import { requestFromWire, requestToWire } from './wire-form.ts';

test.each(REQUEST_SAMPLES)('the documented body of %s reads and goes out as it was', (name, text) => {
  const written = requestToWire(name, requestFromWire(name, parseExact(text)));
  // Amounts in yuan go out with two decimals.
  const sent = stringifyExact(parseExact(text)).replaceAll(
    /"price(Start|End)":"(\d+)"/g,
    '"price$1":"$2.00"',
  );
  expect(parseExact(stringifyExact(written))).toEqual(parseExact(sent));
});

test.each(ANSWER_SAMPLES)('the documented answer of %s is read', async (name, text) => {
  await using server = await startServer((response) => response.end(text));
  const outcome = await clientOf(server.url).call(name, requestFromWire(name, operations[name].example));
  expect(outcome.kind).toBe('done');
});
