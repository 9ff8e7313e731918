import { type Behaviour, done, refused } from '../behaviour.ts';

/** The caller's addresses, oldest first. */
export const get: Behaviour<'base.address.get'> = ({ userId, stores }) =>
  done(
    stores.addresses
      .all()
      .filter((each) => each.userId === userId)
      .map(({ userId: _, ...address }) => ({ ...address, id: BigInt(address.id) })),
  );

/** The new id is not answered. */
export const addOrUpdate: Behaviour<'base.address.addOrUpdate'> = ({ request, userId, stores }) => {
  const { name, province, city, district, address, phone } = request;
  const known = request.id ? stores.addresses.get(request.id) : undefined;
  if (request.id && known?.userId !== userId) return refused(404, 'ADDRESS_NOT_FOUND');
  const row = (id: string) => ({
    id,
    userId,
    name: name ?? null,
    province: province ?? null,
    city: city ?? null,
    district: district ?? null,
    address: address ?? null,
    phone: phone ?? null,
  });
  if (known) stores.addresses.put(row(known.id));
  else stores.addresses.add(row);
  return done(null);
};
