import type { CallOptions, PandaponOptions } from './client.ts';
import { type EndpointOverrides, endpointOf } from './endpoints.ts';
import { stringifyExact } from './json.ts';
import type { HttpMethod, Operation } from './operation.ts';
import { type OperationName, operations, type RequestOf } from './operations.ts';
import { fillPath } from './path-members.ts';
import { pointerOf, RequestInvalidError } from './request-invalid-error.ts';
import { newNonce, requestTimestamp, signQuery, signRequest } from './sign.ts';
import type { HttpRequest } from './transport.ts';
import { requestToWire } from './wire-form.ts';

/** A request in the platform's form, and where it goes. */
export interface Asked {
  method: HttpMethod;
  path: string;
  auth: Operation['auth'];
  /** What does not stand in the path. */
  wire: Readonly<Record<string, unknown>>;
}

/**
 * Writes a request as the platform wants it.
 * @throws RequestInvalidError when `input` does not fit the operation's request.
 */
export function writeRequest<Name extends OperationName>(
  name: Name,
  input: RequestOf<Name>,
  endpoints: EndpointOverrides | undefined,
): Asked {
  const { method, path } = endpointOf(name, endpoints);
  const filled = fillPath(path, requestToWire(name, input));
  if (filled.kind === 'filled') {
    return { method, path: filled.path, auth: operations[name].auth, wire: filled.rest };
  }
  const pointer = pointerOf([filled.member]);
  throw new RequestInvalidError(name, [{ pointer, message: 'must be given: it stands in the path' }]);
}

/** Signs a written request: each time with a time and nonce of its own. */
export function httpRequest(
  { method, path, auth, wire }: Asked,
  options: PandaponOptions,
  { userId, signal }: CallOptions,
): HttpRequest {
  const proof = auth === 'query' ? queryProof(options) : headerProof(options, userId);
  const request = { url: options.baseUrl + path, method, timeoutMs: options.timeoutMs ?? 10_000, signal };
  const headers = { accept: 'application/json', 'user-agent': 'pandapon-orders', ...proof.headers };
  if (method === 'GET') return { ...request, headers, query: queryOf({ ...wire, ...proof.query }) };
  return {
    ...request,
    headers: { ...headers, 'content-type': 'application/json' },
    body: stringifyExact(wire),
    ...(proof.query && { query: queryOf(proof.query) }),
  };
}

/** Who calls, as the wire is told it. */
interface Proof {
  headers: Record<string, string>;
  query?: Record<string, string>;
}

function headerProof(options: PandaponOptions, userId: string | undefined): Proof {
  const who = options.credentials();
  const timestamp = requestTimestamp(Date.now(), options.timestampUnit ?? 'ms');
  const nonce = newNonce();
  const [secret = ''] = who.secrets;
  return {
    headers: {
      'access-key': who.accessKey,
      timestamp,
      'nonce-str': nonce,
      'user-id': userId ?? who.userId,
      signature: signRequest({ accessKey: who.accessKey, timestamp, nonce, secret }),
    },
  };
}

/** Of the few operations that take no signed headers; they know no user. */
function queryProof(options: PandaponOptions): Proof {
  const { accessKey, secrets } = options.credentials();
  const timestamp = requestTimestamp(Date.now(), 's');
  const [secret = ''] = secrets;
  return { headers: {}, query: { timestamp, sign: signQuery({ accessKey, timestamp, secret }) } };
}

function queryOf(wire: Readonly<Record<string, unknown>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wire)) {
    if (value === undefined || value === null) continue;
    query.append(name, typeof value === 'string' ? value : stringifyExact(value));
  }
  return query;
}
