import { createHash } from 'node:crypto';
import { isJsonObject } from '../contract/plain-json.ts';

/** JSON with the members of every object in order, so that two spellings of one body are one text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 (base64url) of a parsed body: the same whatever the order of its members; tells a repeat from another body. */
export const bodyHash = (body: unknown): string =>
  createHash('sha256').update(canonical(body)).digest('base64url');
