import type { Server } from 'node:http';
import { ConfigurationError } from '../pandapon/index.ts';

/**
 * Listens, and answers the port.
 * @throws ConfigurationError in one line when it is taken or not allowed.
 */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      reject(new ConfigurationError(why(error, host, port)));
    server.once('error', failed);
    server.listen({ host, port }, () => {
      server.off('error', failed);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function why({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const cannot = `the sandbox can't listen on ${host}:${port}`;
  if (code === 'EADDRINUSE') return `${cannot}: the port is taken (set SANDBOX_PORT)`;
  if (code === 'EACCES') return `${cannot}: choose a port above 1023 (SANDBOX_PORT)`;
  return `${cannot}: ${code ?? message} (SANDBOX_HOST, SANDBOX_PORT)`;
}

/** How long answers that are being written may take once the server stops; those that hang by a fault never end. */
const GRACE_MS = 500;

/** Takes no new connection, lets answers end, then cuts what is left. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
