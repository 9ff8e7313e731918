import { createServer } from 'node:http';
import { connectTemporal, readTemporalSettings } from '../../client/connection.ts';
import { orderWorkflowId } from '../../contract/names.ts';
import { tell } from '../tell.ts';
import { PlayedPlatform } from './played-platform.ts';
import { record } from './recording.ts';

/**
 * Our worker as `npm run worker` starts it, and in the same process the platform that it calls over HTTP: one that
 * answers from a recording, and whose callbacks go straight to the runs, as the bare workers send their signals.
 * `BENCH_STEP_MS`: from payment to shipping, and from there to signed for.
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
const { port, hostname } = new URL(process.env['PANDAPON_BASE_URL'] ?? '');
server.listen(Number(port), hostname);

await import('../../worker/main.ts');
