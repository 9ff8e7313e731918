import { expect, test } from 'vitest';
import { statusClaimedBy } from './message-kinds.ts';
import { messageKinds } from './message-table.ts';

test('a type says which message of its platform it is', () => {
  const types = messageKinds.flatMap(({ platform, types: of }) => of.map((type) => `${platform} ${type}`));
  expect(new Set(types).size).toBe(types.length);
});

test('only messages of a moved 1688 order claim a status by their type', () => {
  const claiming = messageKinds.filter(({ types }) => types.some((type) => statusClaimedBy(type) !== null));
  expect(claiming.map(({ platform, subject }) => `${platform} ${subject}`)).toEqual(['1688 status']);
  const silent = claiming.flatMap(({ types }) => types).filter((type) => statusClaimedBy(type) === null);
  expect(silent).toEqual(['ORDER_BUYER_VIEW_PART_PART_SENDGOODS', 'ORDER_STATUS_MODIFY']);
});
