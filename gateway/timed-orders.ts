import { isPandaponOrdersError } from '../client/index.ts';
import type { Metrics } from './metrics.ts';
import type { OrdersPort } from './orders-port.ts';

/** Measures each use of Temporal by what it was for, and by the code of its error. */
export function timedOrders(orders: OrdersPort, { temporalSeconds }: Metrics): OrdersPort {
  return new Proxy(orders, {
    get(target, operation) {
      const member: unknown = Reflect.get(target, operation);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        const end = temporalSeconds.startTimer({ operation: String(operation) });
        try {
          const answer: unknown = await Reflect.apply(member, target, args);
          end({ outcome: 'ok' });
          return answer;
        } catch (error) {
          end({ outcome: isPandaponOrdersError(error) ? error.code : 'INTERNAL' });
          throw error;
        }
      };
    },
  });
}
