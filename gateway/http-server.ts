import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { errorFor } from '../client/errors.ts';
import { ConfigurationError } from '../pandapon/index.ts';
import { PROBLEM_TYPE, problemDocument, problemResponse } from './problem.ts';
import type { GatewayEnv } from './request-line.ts';

/** Longer than the idle time of the usual balancers (60 s): they close a connection, never we under a request. */
const KEEP_ALIVE_MS = 75_000;
/** A request's head and body must have arrived by then. */
const REQUEST_MS = 60_000;
/** What is in flight after SIGTERM may take this long. */
const DRAIN_MS = 25_000;

/** A listening HTTP server. */
export interface Listening {
  /** `http://<host>:<port>` */
  readonly url: string;
  /** Stops accepting, lets what is in flight end, closes. */
  close(): Promise<void>;
}

/**
 * Serves an app on host and port (0: any free one).
 *
 * @throws ConfigurationError when the port is taken or the host is not this machine's
 */
export async function listen(app: Hono<GatewayEnv>, host: string, port: number): Promise<Listening> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS },
    getRequestListener(app.fetch, {
      errorHandler: () =>
        problemResponse(errorFor('NOT_FOUND', 'The request target is not a path of this service.')),
    }),
  );
  server.on('clientError', refuseMalformed);
  const drain = new Drain(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const bound = addressOf(server);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    close: () => drain.close(),
  };
}

/** Answers what never became a request: a head above node's 16 KiB, or no HTTP at all. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return;
  const [line, body] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [
          '413 Content Too Large',
          problemDocument(errorFor('TOO_LARGE', 'The path and headers are too long.')),
        ]
      : ['400 Bad Request', ''];
  const type = body === '' ? [] : [`Content-Type: ${PROBLEM_TYPE}`];
  const head = [
    `HTTP/1.1 ${line}`,
    ...type,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Closes a server without cutting off an answer that is under way. */
class Drain {
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  readonly #answering = new Set<Socket>();
  #closing = false;

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
    // before the app's own listener, so that it may still set headers
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.#answering.add(socket);
      if (this.#closing) response.setHeader('Connection', 'close');
      response.once('close', () => {
        this.#answering.delete(socket);
        if (this.#closing) socket.destroySoon();
      });
    });
  }

  close(): Promise<void> {
    this.#closing = true;
    return new Promise((resolve) => {
      const impatient = setTimeout(() => this.#server.closeAllConnections(), DRAIN_MS);
      this.#server.close(() => {
        clearTimeout(impatient);
        resolve();
      });
      // node counts a connection on which nothing was asked yet as busy
      for (const socket of this.#connections) if (!this.#answering.has(socket)) socket.destroy();
    });
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address;
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigurationError(
        `GATEWAY_PORT ${port} is taken on ${host}: choose another port or end its owner`,
      );
    case 'EACCES':
      return new ConfigurationError(
        `GATEWAY_PORT ${port} may not be used by this user: choose one above 1023`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigurationError(`GATEWAY_HOST ${host} is not an address of this machine`);
    default:
      return error;
  }
}
