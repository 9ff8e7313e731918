import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS, ERRORS, STUCK_REASONS } from '../contract/index.ts';
import { startGateway } from './fixtures/gateway.ts';

const json = z.record(z.string(), z.json());
type Json = z.output<typeof json>;
const documentOf = async () => {
  const { url } = await startGateway();
  return json.parse(await (await fetch(`${url}/openapi.json`)).json());
};

/** Every object within, with where it stands. */
function* objectsIn(value: unknown, at = ''): Generator<[at: string, object: Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Record<string, unknown>];
  for (const [name, member] of Object.entries(value)) yield* objectsIn(member, `${at}/${name}`);
}

const operationsOf = (document: Json) =>
  [...objectsIn(document['paths'])].filter(([, object]) => typeof object['operationId'] === 'string');

describe('the OpenAPI document', () => {
  it('has no union of types: generated clients must compile', async () => {
    const unions = [...objectsIn(await documentOf())].filter(([, { anyOf, oneOf, allOf, type }]) => {
      const types = Array.isArray(type) ? type.filter((each) => each !== 'null') : [];
      return anyOf !== undefined || oneOf !== undefined || allOf !== undefined || types.length > 1;
    });
    expect(unions.map(([at]) => at)).toEqual([]);
  });

  it('resolves every reference within itself', async () => {
    const document = await documentOf();
    const schemas = z.object({ schemas: json }).parse(document['components']).schemas;
    const missing = [...objectsIn(document)]
      .map(([, { $ref }]) => $ref)
      .filter((ref) => typeof ref === 'string')
      .filter((ref) => !Object.hasOwn(schemas, ref.replace('#/components/schemas/', '')));
    expect(missing).toEqual([]);
  });

  it('names every operation once, and declares problems for each', async () => {
    const operations = operationsOf(await documentOf());
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [at, { responses }] of operations) {
      expect(Object.keys(json.parse(responses)), at).toEqual(expect.arrayContaining(['200', '405', '500']));
    }
  });

  it('says of each parameter whether it must be there', async () => {
    const needed = [...objectsIn(await documentOf())]
      .filter(([, { in: place, required }]) => place === 'query' && required === true)
      .map(([, { name }]) => name);
    expect(needed).toEqual(['keyword', 'keyword']);
  });

  it('asks for a key on every route under /v1', async () => {
    const open = operationsOf(await documentOf()).filter(
      ([at, { security }]) => at.startsWith('//v1') && JSON.stringify(security) !== '[{"key":[]}]',
    );
    expect(open).toEqual([]);
  });

  it('writes numbers of 64 bits as such, and every amount as an integer', async () => {
    const amounts = [...objectsIn(await documentOf())].filter(([at]) => at.endsWith('Fen'));
    expect(amounts.length).toBeGreaterThan(20);
    for (const [at, { type, format }] of amounts) {
      expect([at, [type].flat().includes('integer'), format]).toEqual([at, true, 'int64']);
    }
  });
});

it('the page for people names every route, code and reason, and loads nothing from elsewhere', async () => {
  const { url } = await startGateway();
  const answer = await fetch(`${url}/docs`);
  const page = await answer.text();
  expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  for (const word of [...Object.keys(ERRORS), ...STUCK_REASONS, ...COMMANDS]) expect(page).toContain(word);
  expect(page).not.toMatch(/<script|(?:src|href)="https?:/);
});
