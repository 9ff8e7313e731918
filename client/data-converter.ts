import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { Environment } from '../pandapon/index.ts';
import { EncryptionCodec, readPayloadKeys } from './payload-codec.ts';

/** The file that a workflow bundle and the processes load so that failures are encrypted with the rest. */
const FAILURE_CONVERTER_PATH = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

export interface PayloadHandling {
  dataConverter: DataConverter;
  /** False: payloads are stored in clear text; a process prints one warning. */
  encrypted: boolean;
}

/**
 * How worker, client and gateway alike turn values into payloads: encrypted when `PAYLOAD_KEYS` is set, failure messages
 * and stacks included.
 * @throws ConfigurationError when `PAYLOAD_KEYS` can't be read.
 */
export function dataConverterFrom(environment: Environment): PayloadHandling {
  const keys = readPayloadKeys(environment['PAYLOAD_KEYS']);
  if (keys === undefined) return { dataConverter: {}, encrypted: false };
  return {
    dataConverter: {
      payloadCodecs: [new EncryptionCodec(keys)],
      failureConverterPath: FAILURE_CONVERTER_PATH,
    },
    encrypted: true,
  };
}

/** The one warning of a process whose payloads are not encrypted. */
export const PLAIN_PAYLOADS_WARNING =
  'PAYLOAD_KEYS is not set: addresses and phone numbers are stored in Temporal as clear text';
