import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** The platform waits so long for a receiver. */
const TIMEOUT_MS = 1000;

/** How one push went: the receiver's HTTP status, or why there is none. */
export interface PushResult {
  status: number | null;
  error: string | null;
}

/** Posts a callback to its receiver. Never throws. */
export function push(url: string, authorization: string, body: string): Promise<PushResult> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(body, 'utf8');
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const failed = (error: Error): void => resolve({ status: null, error: error.message });
    // A connection of its own each time: one kept open could be closed by the receiver just as it is used again.
    const request = send(
      url,
      {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'content-length': bytes.length,
          authorization,
        },
      },
      (response) => {
        response.on('error', failed);
        response.on('end', () => resolve({ status: response.statusCode ?? null, error: null }));
        response.resume();
      },
    );
    request.on('error', failed);
    request.end(bytes);
  });
}
