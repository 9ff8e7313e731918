import { expect, test } from 'vitest';
import { z } from 'zod';
import { readCallback } from './callback-message.ts';
import { ANSWER_SAMPLES, MESSAGE_SAMPLES, REQUEST_SAMPLES } from './fixtures/documented-samples.ts';
import { startServer } from './fixtures/http-server.ts';
import { clientOf } from './fixtures/test-client.ts';
import { parseExact, stringifyExact } from './json.ts';
import { messageKinds } from './message-table.ts';
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

test.each(MESSAGE_SAMPLES)('the $kind message is read, and written again as it was', (sample) => {
  const kind = messageKinds.find(({ platform, subject }) => `${platform} ${subject}` === sample.kind);
  const schema: z.ZodType = kind?.body ?? z.never();
  const wire = parseExact(sample.body);
  const read = z.decode(schema, wire);
  expect(z.decode(schema, parseExact(stringifyExact(z.encode(schema, read))))).toEqual(read);

  const { type, platform, body } = sample;
  const message = `{"messageType":"${type}","messageBody":${body},"messagePlatform":${platform},"timestamp":"1715669977082"}`;
  const event = readCallback(message);
  expect(event).toMatchObject({ kind: 'event', platform: kind?.platform, orderId: expect.any(String) });
  expect(kind?.types).toContain(event.kind === 'event' ? event.type : null);
});

test('answers keep every member of their sample, also those that nobody declared', () => {
  for (const [name, text] of ANSWER_SAMPLES) {
    const { data } = z.looseObject({ data: z.unknown().optional() }).parse(parseExact(text));
    const schema: z.ZodType = operations[name].answer;
    const written = data === undefined ? data : z.encode(schema, z.decode(schema, data));
    expect(membersOf(written).toSorted(), name).toEqual(membersOf(data).toSorted());
  }
});

/** The pointers of all members. */
function membersOf(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, member]) => membersOf(member, `${at}/${name}`));
}
