import { Carts } from './carts.ts';
import type { Journal } from './journal.ts';
import { Shelf } from './shelf.ts';

/** What the platform keeps beside orders. */
export interface Stores {
  carts: Carts;
  addresses: Shelf<'addresses'>;
  renders: Shelf<'renders'>;
  bookings: Shelf<'bookings'>;
}

/** What an earlier process left behind, or nothing. */
export const openStores = (journal: Journal): Stores => ({
  carts: new Carts(new Shelf(journal, 'cart', 1001)),
  addresses: new Shelf(journal, 'addresses', 501),
  renders: new Shelf(journal, 'renders'),
  bookings: new Shelf(journal, 'bookings', 21),
});

/** An address of a user's book. */
export interface BookedAddress {
  id: string;
  userId: string;
  name: string | null;
  province: string | null;
  city: string | null;
  district: string | null;
  address: string | null;
  phone: string | null;
}

/** Freight abroad that was asked for: what the offers were made for. */
export interface FreightRender {
  id: string;
  /** How the platform names it. */
  renderId: string;
  userId: string;
  country: string;
  pieces: number;
}

/** Freight abroad that was booked. */
export interface FreightBooking {
  id: string;
  userId: string;
  renderId: string | null;
  serviceId: string | null;
  tmallOrderId: string | null;
  /** The waybill abroad. */
  billNo: string;
  /** Waybills of the parcels that come to the warehouse. */
  domesticBillNos: string[];
}
