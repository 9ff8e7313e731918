import { createServer } from 'node:http';
import { connectTemporal, readTemporalSettings } from '../../client/connection.ts';
import { orderWorkflowId } from '../../contract/names.ts';
import { tell } from '../tell.ts';
import { PlayedPlatform } from './played-platform.ts';
import { record } from './recording.ts';

/**
 * A platform that costs next to nothing: it answers from a recording, on `PANDAPON_BASE_URL`, and its callbacks go
 * straight to the runs. `BENCH_STEP_MS`: from payment to shipping, and from there to signed for. Ends on
 * SIGTERM.
 */
const recording = await record();
const client = await connectTemporal(readTemporalSettings());
const platform = new PlayedPlatform({
  recording,
  stepMs: Number(process.env['BENCH_STEP_MS']),
  tell: (type, orderId) => void tell(client, orderWorkflowId('1688', orderId), { type, by: 'callback' }),
});

const server = createServer((asked, response) => {
  let body = '';
  asked.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  asked.on('end', () => {
    const answer = platform.answer(asked.url ?? '/', body);
    response.writeHead(answer === null ? 500 : 200, { 'content-type': 'application/json' }).end(answer ?? '');
  });
});
const { port } = new URL(process.env['PANDAPON_BASE_URL'] ?? '');
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
