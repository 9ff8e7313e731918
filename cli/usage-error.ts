/** The command line asks for something that can't be: nothing was done. `message` says what to write instead. */
export class UsageError extends Error {
  override name = 'UsageError';
}
