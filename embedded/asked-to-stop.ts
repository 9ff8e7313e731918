/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. A later one, while the parts end, is ignored: otherwise some would be left to the leash.
 * To be called before anything is started.
 */
export function askedToStop(): Promise<void> {
  return new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  });
}
