import { z } from 'zod';
import { declareOperation } from '../operation.ts';
import { addressToBook, bookedAddress } from '../shapes/receivers.ts';

/** The user's address book (docs/reference/platform.md, "Address book"). */

export const addresses = [
  declareOperation({
    name: 'base.address.get',
    title: "The user's addresses",
    menu: '基础/获取用户地址信息',
    method: 'POST',
    path: '/v2/open/address/get',
    effect: 'read',
    auth: 'headers',
    known: { path: 'assumed', request: 'assumed', answer: 'assumed' },
    from: 'the menu says POST; members of the update',
    request: z.looseObject({}),
    answer: z.array(bookedAddress),
    example: {},
  }),

  declareOperation({
    name: 'base.address.addOrUpdate',
    title: 'Add an address, or change the one of an id; the new id is read back by base.address.get',
    menu: '基础/地址新增与更新',
    method: 'POST',
    path: '/v2/open/address/addOrUpdate',
    effect: 'effect',
    look: 'base.address.get',
    auth: 'headers',
    known: { path: 'documented', request: 'documented', answer: 'documented' },
    from: 'doc-cnv2.pandapon.com/api-288437932: the answer has `code` and `msg` only',
    request: addressToBook,
    answer: z.unknown(),
    example: {
      name: '张三',
      province: '浙江省',
      city: '杭州市',
      district: '西湖区',
      address: '练习路1号',
      phone: '13900000000',
    },
  }),
] as const;
