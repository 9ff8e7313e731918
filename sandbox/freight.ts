import { createHash } from 'node:crypto';
import { fen, fenToYuan } from '../pandapon/index.ts';
import type { Wire } from './wire.ts';

const SERVICES = [
  { id: '1', name: 'Example Express', category: 'EXPRESS', firstFen: 6000, nextFen: 1500, days: [3, 7] },
  { id: '2', name: 'Example Economy', category: 'ECONOMY', firstFen: 3000, nextFen: 800, days: [10, 20] },
] as const;

/** Nobody goes there. */
export const NOWHERE = 'XX';

/** What each service would carry so many pieces for. The same in every run; dearer for some countries than others. */
export function freightOffers(country: string, pieces: number, currency: string): Wire[] {
  if (country === NOWHERE) return [];
  const distance = Number.parseInt(createHash('sha256').update(country).digest('hex').slice(0, 2), 16);
  return SERVICES.map((service) => ({
    serviceId: service.id,
    companyName: service.name,
    serviceCategory: service.category,
    currency,
    price: fenToYuan(fen(service.firstFen + distance * 10 + (pieces - 1) * service.nextFen)),
    minDays: service.days[0],
    maxDays: service.days[1],
  }));
}
