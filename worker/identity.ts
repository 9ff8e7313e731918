import { hostname } from 'node:os';

/** It stands in two of three events of a workflow task: a long host name would make up a fifth of a history. */
const LENGTH = 12;

/**
 * What Temporal shows of this worker: its process and as much of the end of its host's name as has room, which is the
 * part that tells pods and containers apart. The log of a worker begins with it.
 */
export function workerIdentity(pid = process.pid, host = hostname()): string {
  const process = `${pid}@`;
  return `${process}${host.slice(-Math.max(1, LENGTH - process.length))}`;
}
