import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigurationError } from '../pandapon/index.ts';
import { callbackBody, postCallback, startGateway } from './fixtures/gateway.ts';

describe('a gateway that ends', () => {
  it('finishes what is in flight and takes nothing new', async () => {
    let begun: (() => void) | undefined;
    let finish: (() => void) | undefined;
    const underWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { url, close } = await startGateway({
      hint: () =>
        new Promise((resolve) => {
          finish = () => resolve({ delivered: true });
          begun?.();
        }),
    });
    const answer = postCallback(url, callbackBody());
    await underWay;
    const closed = close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    finish?.();
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('does not wait for idle connections', async () => {
    const { url, close } = await startGateway();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => {
      socket.destroy();
    });
    await new Promise((resolve) => socket.once('connect', resolve));
    await (await fetch(`${url}/healthz`)).text();
    await close();
  });
});

it('says in one line that the port is taken', async () => {
  const { url } = await startGateway();
  const second = startGateway({}, { port: Number(new URL(url).port) });
  await expect(second).rejects.toThrow(ConfigurationError);
  await expect(second).rejects.toThrow(/^GATEWAY_PORT \d+ is taken on 127\.0\.0\.1/);
});
