import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from './configuration.ts';
import { formOf } from './form.ts';
import type { HttpMethod } from './operation.ts';
import { isOperationName, type OperationName, operations, operationsNear } from './operations.ts';
import { membersInPath } from './path-members.ts';

/** Where one operation is reached. */
export interface Endpoint {
  method: HttpMethod;
  /** Below the base URL, beginning with a slash; `{member}` is filled in from the request. */
  path: string;
}

/** Rows of the endpoint table that differ on the platform a user talks to. */
export type EndpointOverrides = Partial<Record<OperationName, Partial<Endpoint>>>;

const row = z.strictObject(
  {
    method: z.enum(['GET', 'POST'], 'must be "GET" or "POST"').exactOptional(),
    path: z
      .string('must be a text')
      .regex(/^\/[^\s?#]*$/, 'must begin with "/" and have no blank, "?" or "#"')
      .exactOptional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has only the members "method" and "path", not ${(issue.keys ?? []).map((key) => `"${key}"`).join(', ')}`
        : 'must be an object with "method", "path" or both',
  },
);

/**
 * Reads the text of an overrides file, `{ "<operation>": { "method"?, "path"? } }`.
 * @param source names the file in messages.
 * @throws ConfigurationError in one line: not JSON, an unknown operation, or a wrong member.
 */
export function parseEndpointOverrides(text: string, source: string): EndpointOverrides {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ConfigurationError(`${source} is not JSON`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ConfigurationError(`${source} must be an object of operations`);
  }
  const overrides: EndpointOverrides = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (!isOperationName(name)) {
      const near = operationsNear(name).join(', ') || '"orders call --list" shows all';
      throw new ConfigurationError(`${source}: there is no operation "${name}" (${near})`);
    }
    const read = row.safeParse(value);
    if (!read.success) {
      const [issue] = read.error.issues;
      const at = [name, ...(issue?.path ?? [])].join(' ');
      throw new ConfigurationError(`${source}: ${at} ${issue?.message ?? 'is wrong'}`);
    }
    const stray = strayMember(name, read.data.path);
    if (stray !== undefined) {
      throw new ConfigurationError(
        `${source}: ${name} path has {${stray}}, which is not an id or text that every request of it has`,
      );
    }
    overrides[name] = read.data;
  }
  return overrides;
}

/** A `{member}` of a path that could not be filled in from each request. */
function strayMember(name: OperationName, path: string | undefined): string | undefined {
  const form = formOf(operations[name].request);
  const members = form.kind === 'object' ? form.members : [];
  const fit = members.filter((member) => !member.optional && member.form.kind === 'leaf');
  return membersInPath(path ?? '').find((inPath) => !fit.some((member) => member.name === inPath));
}

/**
 * Reads an overrides file.
 * @throws ConfigurationError in one line when it cannot be read or is wrong.
 */
export function readEndpointOverrides(path: string): EndpointOverrides {
  const source = `PANDAPON_ENDPOINTS (${path})`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ConfigurationError(`${source} cannot be read${code}`);
  }
  return parseEndpointOverrides(text, source);
}

/** Where an operation is reached: its declaration, with what an override changes. */
export function endpointOf(name: OperationName, overrides: EndpointOverrides = {}): Endpoint {
  const { method, path } = operations[name];
  return { method, path, ...overrides[name] };
}
