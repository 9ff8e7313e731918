import { ERRORS, type ErrorCode } from '../contract/index.ts';
import { problem } from './answer-schemas.ts';
import { componentSchemas, type JsonSchema, parameterSchema, schemaOf } from './json-schema.ts';
import type { Operation } from './operation.ts';
import { PROBLEM_TYPE } from './problem.ts';

/** The OpenAPI 3.1 document of all routes, made of the same declarations and schemas that the routes run by. */

type Json = Record<string, unknown>;

/** The whole document. */
export function openApiDocument(operations: readonly Operation[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const each of operations) {
    paths[each.path] = { ...paths[each.path], [each.method]: operationObject(each) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'pandapon-orders',
      version,
      description:
        'Durable purchases on 1688 through PandaPon. Amounts are integer fen (1/100 yuan), ids and 64-bit numbers strings, instants ISO-8601. Every error is a problem document with a stable `code`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Purchases', description: 'What a caller asks for, under an id of its own.' },
      { name: 'Orders', description: "The platform's orders that came of it." },
      { name: 'Operating', description: 'What waits for a person, and the switch for spending.' },
      { name: 'Goods', description: 'What can be found on the platforms, with lines ready to be bought.' },
      { name: 'Codec', description: "Temporal's codec-server protocol." },
      { name: 'Service', description: 'Callbacks, probes, figures, this document.' },
    ],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operationObject(shown: Operation): Json {
  const { id, tag, summary, description, role, keyInPath, body } = shown;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(role === null || keyInPath ? { security: [] } : { security: [{ key: [] }], 'x-role': role }),
    parameters: [
      ...parametersOf(shown.params, 'path'),
      ...parametersOf(shown.query, 'query'),
      ...headersOf(shown),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required,
            content: {
              'application/json': {
                schema: schemaOf(body.schema),
                ...(body.example === undefined ? {} : { example: body.example }),
              },
            },
          },
        }),
    responses: responsesOf(shown),
  };
}

function parametersOf(schema: Operation['query'], place: 'path' | 'query'): Json[] {
  return Object.entries(schema.shape).map(([name, member]) => {
    const { description, ...json } = parameterSchema(member);
    return {
      name,
      in: place,
      required: !member.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: plain(json),
    };
  });
}

/** What the text of a parameter stands for, without the rules for the text itself. */
function plain(json: JsonSchema): JsonSchema {
  if (json.type === 'integer') delete json.pattern;
  if (json.type === 'boolean') delete json.enum;
  return json;
}

const headersOf = (shown: Operation): Json[] =>
  shown.idempotent
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'The same key has its effect once, per API key, route and id.',
          schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
        },
      ]
    : [];

function responsesOf(shown: Operation): Json {
  const answers = Object.entries(shown.answers).map(([status, { description, schema, mediaType }]) => [
    status,
    {
      description,
      content: {
        [mediaType ?? 'application/json']: {
          schema: schema === undefined ? { type: 'string' } : schemaOf(schema),
        },
      },
    },
  ]);
  return { ...Object.fromEntries(answers), ...problemsOf(shown) };
}

/** Problems by status; each names its codes. */
function problemsOf(shown: Operation): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of problemCodes(shown)) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    sorted.map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
        ...(status === 503
          ? { headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } } }
          : {}),
        content: { [PROBLEM_TYPE]: { schema: schemaOf(problem) } },
      },
    ]),
  );
}

/** What Temporal is not asked for, or not by every route. */
const WITHOUT_TEMPORAL: ReadonlySet<string> = new Set(['Service', 'Codec', 'Goods']);

/** Every code a route can answer: what follows from its declaration, and its own. */
export function problemCodes(shown: Operation): ErrorCode[] {
  const { role, params, query, body, idempotent } = shown;
  const codes = new Set<ErrorCode>(shown.problems ?? []);
  if (role !== null)
    for (const code of ['UNAUTHORIZED', 'NOT_ALLOWED', 'OVERLOADED'] as const) codes.add(code);
  if (Object.keys(params.shape).length > 0 && !shown.keyInPath) codes.add('NOT_FOUND');
  if (query._zod.def.catchall?._zod.def.type === 'never' || idempotent) codes.add('INVALID');
  if (body !== undefined && !body.raw) {
    for (const code of ['BAD_JSON', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'INVALID'] as const)
      codes.add(code);
  }
  if (!WITHOUT_TEMPORAL.has(shown.tag)) codes.add('TEMPORAL_UNAVAILABLE');
  // a head above the server's limit; and what any route can come to
  codes.add('TOO_LARGE').add('METHOD_NOT_ALLOWED').add('INTERNAL');
  return [...codes];
}
