import { endpointOf, type OperationName } from '../../pandapon/index.ts';
import { answerKey, type Recording, type Stage } from './recording.ts';

const pathOf = (name: OperationName): string => endpointOf(name, {}).path;
const CREATE = pathOf('alibaba.order.batchCreate');
const PAY = pathOf('alibaba.order.payUrl');
const RECEIVE = pathOf('alibaba.order.receiveGoods');

/** What comes to pass after payment, and the callback that says so. */
const EVENTS = [
  ['paid', 'ORDER_BUYER_VIEW_ORDER_PAY'],
  ['shipped', 'ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS'],
  ['signed', 'LOGISTICS_BUYER_VIEW_TRACE'],
] as const satisfies [Stage, string][];

const ORDER_ID = /\d{19}/;

export interface Playing {
  recording: Recording;
  /** From payment to shipping, and from there to signed for. */
  stepMs: number;
  /** Takes a callback. */
  tell: (type: string, orderId: string) => void;
}

/** A platform that plays its recorded answers to every purchase, each order with an id of its own. */
export class PlayedPlatform {
  readonly #stages = new Map<string, Stage>();
  readonly #playing: Playing;
  #made = 0n;

  constructor(playing: Playing) {
    this.#playing = playing;
  }

  /** The answer to a call; null when none is recorded. `url`: path and query. */
  answer(url: string, body: string): string | null {
    const [path = '', query = ''] = url.split('?', 2);
    const orderId = path === CREATE ? this.#newId() : (ORDER_ID.exec(query + body)?.[0] ?? '');
    const stage = this.#stages.get(orderId) ?? 'unpaid';
    const answer = this.#playing.recording.answers.get(answerKey(stage, path));
    if (answer === undefined) return null;
    if (path === PAY) this.#pay(orderId);
    if (path === RECEIVE) this.#stages.set(orderId, 'confirmed');
    return answer.replaceAll(this.#playing.recording.orderId, orderId);
  }

  #newId(): string {
    this.#made += 1n;
    return `${BigInt(this.#playing.recording.orderId) + this.#made * 10_000n}`;
  }

  #pay(orderId: string): void {
    const { stepMs, tell } = this.#playing;
    for (const [n, [stage, type]] of EVENTS.entries()) {
      const reach = (): void => {
        this.#stages.set(orderId, stage);
        tell(type, orderId);
      };
      if (n === 0) reach();
      else setTimeout(reach, n * stepMs);
    }
  }
}
