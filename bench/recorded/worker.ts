import { connect, type Hint } from '../../client/index.ts';
import { PlayedPlatform } from './played-platform.ts';
import { record } from './recording.ts';

/**
 * Our worker as `npm run worker` starts it, but that the platform answers from a recording in the same process,
 * without any network, and its callbacks go straight to the client library. `BENCH_STEP_MS`: from payment to shipping,
 * and from there to signed for.
 */
const DEADLINE_MS = 10_000;

/** On a crowded machine a hint may be too late; then it is sent again, like a callback. */
async function tell(hint: Hint): Promise<void> {
  for (let sent = false; !sent; ) {
    sent = await orders.hint(hint, DEADLINE_MS).then(
      () => true,
      () => false,
    );
  }
}

const recording = await record();
const orders = await connect();
const platform = new PlayedPlatform({
  recording,
  stepMs: Number(process.env['BENCH_STEP_MS']),
  tell: (type, orderId) => void tell({ platform: '1688', orderId, event: { type, by: 'callback' } }),
});
// The client hands over whole requests.
globalThis.fetch = (input) => platform.fetch(input instanceof Request ? input : new Request(input));

await import('../../worker/main.ts');
