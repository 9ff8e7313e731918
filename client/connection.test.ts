import { expect, it } from 'vitest';
import { connectTemporal, readTemporalSettings } from './connection.ts';

const settings = (environment: Record<string, string>) => readTemporalSettings({ environment });

it('reads TEMPORAL_* by the rules of Temporal itself', () => {
  expect(settings({})).toMatchObject({ address: 'localhost:7233', namespace: 'default', encrypted: false });
  const cloud = settings({
    TEMPORAL_ADDRESS: 'orders.example.tmprl.cloud:7233',
    TEMPORAL_NAMESPACE: 'orders.example',
    TEMPORAL_API_KEY: 'key-1',
  });
  expect(cloud).toMatchObject({
    namespace: 'orders.example',
    connectionOptions: { apiKey: 'key-1', tls: true },
  });
});

it('says in one line what is wrong with a profile', () => {
  expect(() => readTemporalSettings({ environment: {}, profile: 'nowhere' })).toThrow(
    /^Temporal's configuration .*nowhere[^\n]*$/,
  );
});

it('says in one line that Temporal does not answer, and closes what it opened', async () => {
  const connecting = connectTemporal(settings({ TEMPORAL_ADDRESS: '127.0.0.1:1' }));
  await expect(connecting).rejects.toThrow(
    'Temporal at 127.0.0.1:1 does not answer: look at TEMPORAL_ADDRESS, TEMPORAL_TLS_*',
  );
});
