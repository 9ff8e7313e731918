/** Everything the worker registers on the workflow task queue. */
export { order } from './order/order.ts';
export { purchase } from './purchase/purchase.ts';
