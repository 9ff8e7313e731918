const LOOPBACK = /^(localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether an address is on this machine: a sandbox, no real money. */
export const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname);
