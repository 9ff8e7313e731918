import { expect, test } from 'vitest';
import { refusalInside } from './envelope.ts';

test('the second success flag refuses only when it is false', () => {
  expect(refusalInside({ success: true, errorCode: '1', errorMsg: 'x' })).toBeNull();
  expect(refusalInside({ success: null })).toBeNull();
  expect(refusalInside({})).toBeNull();
});

test('its code and text are taken from whichever member has them', () => {
  expect(refusalInside({ success: false, errorCode: '4003', errorInfo: 'no such order' })).toEqual({
    code: '4003',
    message: 'no such order',
  });
  expect(refusalInside({ success: false, errorMsg: 'no stock', errorCode: '' })).toEqual({
    code: 'NO_CODE',
    message: 'no stock',
  });
});
