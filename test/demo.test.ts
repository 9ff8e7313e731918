import { expect, inject, test } from 'vitest';
import { npmRun, start } from './process.ts';

const env = () => ({ TEMPORAL_CLI_PATH: inject('temporalBinary'), SANDBOX_SPEED: '5' });

test('the demo buys the sample of the documentation and sees it through to the receipt', async () => {
  const demo = npmRun('demo', { env: env() });
  expect(await demo.ended).toEqual({ code: 0, signal: null });
  const story = [
    /Temporal UI http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows\?query=/,
    /posted purchase demo-/,
    /due CNY 23\.00 \(goods CNY 19\.00, freight CNY 4\.00\)/,
    /order \d{19} paid CNY 23\.00/,
    /order \d{19} is in-transit/,
    /is signed for/,
    /order \d{19} is completed/,
    /is complete: everything was bought, paid and received/,
  ];
  const places = story.map((step) => demo.lines().findIndex((line) => step.test(line)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('the demo whose merchant refuses ends non-zero and says why', async () => {
  const demo = start('npm', ['run', '--silent', 'demo', '--', 'refuse'], { env: env() });
  expect(await demo.ended).toEqual({ code: 1, signal: null });
  expect(demo.lines().at(-1)).toMatch(/did not complete: CREATE_REFUSED: 500_004/);
});
