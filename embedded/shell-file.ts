import { chmodSync, writeFileSync } from 'node:fs';

/** What a shell needs for `orders` to work on a stack: Temporal, the platform's account, the payload keys, the gateway. */
const WANTED = /^(TEMPORAL_|PANDAPON_|PAYLOAD_KEYS$|GATEWAY_(HOST|PORT)$)/;

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** The environment of a stack as lines that a POSIX shell sources. */
export function shellLines(environment: NodeJS.ProcessEnv): string {
  return Object.entries(environment)
    .filter((entry): entry is [string, string] => WANTED.test(entry[0]) && entry[1] !== undefined)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');
}

/** Writes them to a file that only its owner may read: secrets are in it. */
export function writeShellFile(file: string, environment: NodeJS.ProcessEnv): void {
  writeFileSync(file, shellLines(environment), { mode: 0o600 });
  // The mode above says nothing about a file that was there already.
  chmodSync(file, 0o600);
}
