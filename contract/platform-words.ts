/** The platform's words that runs must understand, through the plain door (no schemas come with them). */
export { statusClaimedBy } from '../pandapon/message-kinds.ts';
export { isAhead, type OrderStatus, statusOf } from '../pandapon/order-status.ts';
