/** Lets calls through at a rate; a burst of up to one second's worth passes at once. */
export interface TokenBucket {
  /** Resolves when the caller may go. Callers are let through in order. @throws the signal's reason when it is aborted. */
  take(signal?: AbortSignal): Promise<void>;
}

interface Waiter {
  go: () => void;
}

/** A bucket of `perSecond` tokens (at least one), filled again at that rate. */
export function createTokenBucket(perSecond: number): TokenBucket {
  const capacity = Math.max(1, perSecond);
  const waiting: Waiter[] = [];
  let tokens = capacity;
  let filledAt = performance.now();
  let timer: NodeJS.Timeout | undefined;

  const fill = (): void => {
    const now = performance.now();
    tokens = Math.min(capacity, tokens + ((now - filledAt) * perSecond) / 1000);
    filledAt = now;
  };

  const serve = (): void => {
    timer = undefined;
    fill();
    while (tokens >= 1) {
      const next = waiting.shift();
      if (!next) return;
      tokens -= 1;
      next.go();
    }
    if (waiting.length > 0) timer = setTimeout(serve, Math.ceil(((1 - tokens) * 1000) / perSecond));
  };

  return {
    take(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = (): void => {
          const place = waiting.indexOf(waiter);
          if (place >= 0) waiting.splice(place, 1);
          if (waiting.length === 0) {
            clearTimeout(timer);
            timer = undefined;
          }
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          go: () => {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(waiter);
        if (timer === undefined) serve();
      });
    },
  };
}
