/** What one look of the doctor found. */
export interface Check {
  name: string;
  /** `warn`: it works, and something should be known. `skip`: it could not be looked at. */
  result: 'ok' | 'warn' | 'fail' | 'skip';
  /** What is so, and where it is not well, what to do. */
  says: string;
}

export const ok = (name: string, says: string): Check => ({ name, result: 'ok', says });
export const warn = (name: string, says: string): Check => ({ name, result: 'warn', says });
export const fail = (name: string, says: string): Check => ({ name, result: 'fail', says });
export const skip = (name: string, says: string): Check => ({ name, result: 'skip', says });

/** Why something failed, for a person: of a broken connection its code, else the first line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name === 'TimeoutError' ? 'no answer in time' : (error.message.split('\n', 1)[0] ?? '');
}
