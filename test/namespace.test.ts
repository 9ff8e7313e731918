import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { expect, inject, test } from 'vitest';
import { ATTRIBUTES } from '../contract/names.ts';
import { newNamespace } from './namespace.ts';

test('a new namespace takes runs with our search attributes at once', async () => {
  const address = inject('temporalAddress');
  const namespace = await newNamespace(address);
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    await client.workflow.start('purchase', {
      taskQueue: 'nobody',
      workflowId: 'purchase:po-1',
      typedSearchAttributes: new TypedSearchAttributes([
        { key: defineSearchAttributeKey('PurchaseId', 'KEYWORD'), value: 'po-1' },
        { key: defineSearchAttributeKey('BillNos', 'KEYWORD_LIST'), value: ['b-1'] },
      ]),
    });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(ATTRIBUTES)));
  } finally {
    await connection.close();
  }
});
