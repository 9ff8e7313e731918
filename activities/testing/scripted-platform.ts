import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type OperationName, operations, parseExact, stringifyExact } from '../../pandapon/index.ts';

/** What the platform does with one call. */
export type Reply =
  | { data: unknown }
  | { code: number; msg: string }
  | { http: number; body?: string; headers?: Record<string, string> }
  /** The connection is cut without an answer. */
  | 'cut'
  /** No answer before the client's time-out. */
  | 'silence';

export interface Call {
  operation: OperationName;
  userId: string;
  /** Body of a POST, query of a GET. */
  asked: Record<string, unknown>;
  /** The body as it came. */
  raw: string;
}

type Script = Reply | ((call: Call) => Reply);

/** A platform over real HTTP that does what a test tells it, for answers a well-behaved platform never gives. */
export interface ScriptedPlatform {
  url: string;
  calls: Call[];
  /** Replies to an operation, one after another; the last goes on for ever. */
  on(operation: OperationName, ...script: Script[]): void;
  /** How often an operation was called. */
  count(operation: OperationName): number;
  close(): Promise<void>;
}

export async function startScriptedPlatform(): Promise<ScriptedPlatform> {
  const scripts = new Map<OperationName, Script[]>();
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      if (call === null) return response.writeHead(404).end();
      calls.push(call);
      const script = scripts.get(call.operation) ?? [];
      const next = script.length > 1 ? script.shift() : script[0];
      const reply = typeof next === 'function' ? next(call) : (next ?? { code: 404, msg: 'not scripted' });
      answer(reply, request, response);
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    on: (operation, ...script) => void scripts.set(operation, script),
    count: (operation) => calls.filter((call) => call.operation === operation).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<Call | null> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://platform');
  const operation = Object.values(operations).find(
    ({ path, method }) => path === pathname && method === request.method,
  );
  if (operation === undefined) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const raw = Buffer.concat(chunks).toString('utf8');
  const asked = request.method === 'GET' ? Object.fromEntries(searchParams) : members(parseExact(raw));
  return { operation: operation.name, userId: String(request.headers['user-id']), asked, raw };
}

const members = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

function answer(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'silence') return;
  if (reply === 'cut') return void request.socket.destroy();
  if ('http' in reply) return void response.writeHead(reply.http, reply.headers).end(reply.body ?? '');
  const said = 'data' in reply ? { code: 200, msg: '成功', data: reply.data } : { ...reply, data: null };
  const frame = { requestId: 'r1', developId: '1', ...said };
  response.writeHead(200, { 'content-type': 'application/json' }).end(stringifyExact(frame));
}
