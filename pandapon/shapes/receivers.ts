import { z } from 'zod';
import { integerId, personalWireText, sentIntegerId, wireText } from './ids.ts';
import { personalText, shapes } from './leaves.ts';

/** Receivers other than the one of a 1688 order. Personal data. */

const text = z.string().nullish();
const person = personalText.nullish();

/** The receiver of a Taobao order (docs/reference/platform.md, "Taobao orders"). */
export const taobaoReceiver = z
  .looseObject({
    zip: text,
    country: text,
    state: text,
    city: text,
    district: text,
    address: person,
    phone: person,
    mobile_phone: person,
    name: person,
  })
  .register(shapes, { name: 'Taobao receiver' });

/** A receiver abroad (docs/reference/platform.md, "Warehouse logistics"). */
export const receiverAbroad = z
  .looseObject({
    name: person,
    email: person,
    phone: person,
    mobilePhone: person,
    address: person,
    taxId: person,
    country: text.describe('two letters, such as "US"'),
    state: text,
    city: text,
    zip: text,
  })
  .register(shapes, { name: 'Receiver abroad' });

const personRead = personalWireText.nullish();

/** An address of the user's book, as it is read. */
export const bookedAddress = z.looseObject({
  id: integerId.nullish(),
  name: personRead,
  province: wireText.nullish(),
  city: wireText.nullish(),
  district: wireText.nullish(),
  address: personRead,
  phone: personRead,
});

/** An address of the user's book, as it is written. */
export const addressToBook = z.looseObject({
  id: sentIntegerId.nullish().describe('of the one to change; without: a new one'),
  name: person,
  province: text,
  city: text,
  district: text,
  address: person,
  phone: person,
});

/** Invented receivers, for examples. */
export const sampleTaobaoReceiver = {
  zip: '310000',
  country: '中国',
  state: '浙江省',
  city: '杭州市',
  district: '西湖区',
  address: '练习路1号',
  mobile_phone: '13900000000',
  name: '张三',
};
export const sampleReceiverAbroad = {
  name: 'Jane Example',
  email: 'jane@example.com',
  mobilePhone: '0000000000',
  country: 'US',
  state: 'California',
  city: 'VALLEY VLG',
  zip: '91607',
  address: '1 Example Street',
};
