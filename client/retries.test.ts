import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection } from './retries.ts';

test('closed while a call waits to be tried again, the call ends with an error that can be caught', async () => {
  // Takes connections and ends them: whoever calls is told "unavailable", and tries again.
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const connection = openConnection({ address: `127.0.0.1:${port}` });
  const call = connection.workflowService.getSystemInfo({});
  const ended = expect(call).rejects.toThrow();
  await expect.poll(() => connections).toBeGreaterThan(0);
  await connection.close();
  await ended;
});
