import { type Credentials, signCallback } from '../../pandapon/index.ts';
import { type Check, fail, ok, reasonOf, warn } from './check.ts';

/** The platform waits no longer (docs/reference/platform.md, "Callbacks"). */
const ANSWER_WITHIN_MS = 1_000;
const PROBE_MS = 5_000;

/** A message that names no order: a gateway takes it, counts it and tells nobody. */
const PROBE = '{"messageType":"ORDERS_DOCTOR"}';

export interface CallbackTarget {
  url: string;
  /** Somebody said that it is there; else it is only where a gateway stands by default. */
  expected: boolean;
  credentials: Pick<Credentials, 'accessKey' | 'secrets'>;
}

/** Whether callbacks would arrive: the console's Verify button, a rightly signed message, and a forged one. */
export async function callbackCheck({ url, expected, credentials }: CallbackTarget): Promise<Check> {
  try {
    const since = performance.now();
    const verified = await post(url, '');
    const took = Math.round(performance.now() - since);
    if (verified !== 200)
      return fail('callbacks', `${url} answers ${verified} to an empty post: is it our gateway?`);
    if (took > ANSWER_WITHIN_MS)
      return fail('callbacks', `${url} took ${took} ms: the platform waits ${ANSWER_WITHIN_MS} ms only`);
    const { accessKey, secrets } = credentials;
    const authorization = signCallback({ accessKey, secret: secrets[0] ?? '', rawBody: PROBE });
    const signed = await post(url, PROBE, authorization);
    if (signed === 401)
      return fail(
        'callbacks',
        `${url} refuses our signature: the gateway has another key or secret than this shell`,
      );
    if (signed !== 200) return fail('callbacks', `${url} answers ${signed} to a signed message`);
    if ((await post(url, PROBE, `0${authorization.slice(1)}f`)) !== 401)
      return fail('callbacks', `${url} takes a forged signature: it is not our gateway`);
    return ok('callbacks', `${url} takes signed ones and refuses forged ones (${took} ms)`);
  } catch (error) {
    const says = `nobody answers at ${url} (${reasonOf(error)})`;
    if (expected) return fail('callbacks', says);
    return warn(
      'callbacks',
      `${says}: without callbacks orders finish by polling, later; --callback-url says where they arrive`,
    );
  }
}

async function post(url: string, body: string, authorization?: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: authorization === undefined ? {} : { authorization, 'content-type': 'application/json' },
    // An empty body has no content type; fetch would name one for a text.
    ...(body === '' ? {} : { body }),
    signal: AbortSignal.timeout(PROBE_MS),
  });
  await response.body?.cancel();
  return response.status;
}
