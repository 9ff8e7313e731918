import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { ATTRIBUTES } from '../contract/names.ts';

const TYPES = proto.temporal.api.enums.v1.IndexedValueType;
const NUMBERS = {
  Keyword: TYPES.INDEXED_VALUE_TYPE_KEYWORD,
  KeywordList: TYPES.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  Int: TYPES.INDEXED_VALUE_TYPE_INT,
  Datetime: TYPES.INDEXED_VALUE_TYPE_DATETIME,
} as const;

/** As `orders setup` sets it by default. */
const RETENTION_SECONDS = 90 * 24 * 3600;

/**
 * A new namespace with our search attributes on the suite's server, so that the workers of one test file never take
 * another file's tasks: the names of the task queues are fixed. Returns its name.
 */
export async function newNamespace(address: string): Promise<string> {
  const namespace = `test-${randomBytes(4).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: proto.google.protobuf.Duration.fromObject({
        seconds: RETENTION_SECONDS,
      }),
    });
    await addAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
  return namespace;
}

/** Registers our search attributes in a namespace. */
export async function addAttributes(connection: Connection, namespace: string): Promise<void> {
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(
      Object.entries(ATTRIBUTES).map(([name, type]) => [name, NUMBERS[type]]),
    ),
  });
}
