import { stringifyExact } from '../pandapon/index.ts';
import { alibabaBody, alibabaClaim, alibabaType } from './alibaba-messages.ts';
import type { Market } from './order.ts';
import type { Settings } from './settings.ts';
import { taobaoBody, taobaoClaim, taobaoType } from './taobao-messages.ts';
import type { Happening } from './transitions.ts';
import type { Wire } from './wire.ts';

/** A callback to be pushed: `type` without its platform prefix. */
export interface Message {
  type: string;
  orderId: string;
  body: Wire;
}

/** How each marketplace is told apart: `messagePlatform`, and what a type may begin with. */
const FRAMES: Readonly<Record<Market, { number: number; prefix: string }>> = {
  taobao: { number: 0, prefix: 'TAOBAO_' },
  '1688': { number: 1, prefix: '1688_' },
};

/** The message for something that came to pass, or null where the settings want none (docs/reference/platform.md, "Callbacks"). */
export function messageFor(happening: Happening, settings: Settings): Message | null {
  const { order } = happening;
  const type = order.platform === '1688' ? alibabaType(happening) : taobaoType(happening);
  if (type === null || !settings.callbacks) return null;
  if (settings.callbackTypes && !settings.callbackTypes.includes(type)) return null;
  const silent =
    happening.kind === 'traced' && settings.traceCallbacks === 'signed' && happening.status !== 'SIGN';
  if (silent) return null;
  const body = order.platform === '1688' ? alibabaBody(happening, settings) : taobaoBody(happening, settings);
  return { type, orderId: order.id, body: envelope(type, body, happening, settings) };
}

/** A message nobody of the platform wrote: it claims the best possible news. It is to be signed with a wrong secret. */
export function forgedMessage(happening: Happening, settings: Settings): Message {
  const { order } = happening;
  const claim = order.platform === '1688' ? alibabaClaim : taobaoClaim;
  const { type, body } = claim(happening, settings);
  return { type, orderId: order.id, body: envelope(type, body, happening, settings) };
}

function envelope(type: string, body: Wire, happening: Happening, settings: Settings): Wire {
  const { number, prefix } = FRAMES[happening.order.platform];
  return {
    messageType: settings.prefix ? `${prefix}${type}` : type,
    messageBody: settings.messageBodyAs === 'string' ? stringifyExact(body) : body,
    messagePlatform: number,
    timestamp: String(happening.at),
  };
}
