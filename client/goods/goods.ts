import type { Platform } from '../../contract/index.ts';
import {
  type Caller,
  type ConfigurationError,
  createPandapon,
  type Environment,
  isConfigurationError,
  type PandaponOptions,
  readPandaponEnvironment,
} from '../../pandapon/index.ts';
import { InvalidError, PlatformNotConfiguredError } from '../errors.ts';
import type { GoodsPage, ItemOn, ProductOn } from './found.ts';
import { type Market, type Markets, marketsAt } from './market.ts';
import { PlatformDesk } from './platform-desk.ts';
import type { GoodsImage, GoodsSearch } from './questions.ts';

/** Of `PANDAPON_CALLS_PER_SECOND`: people who look around must not hold up the orders of the same account. */
const SHARE = 0.25;
const CALLS_PER_SECOND = 20;

/**
 * Goods to purchase: what can be found on the platforms, with prices, stock and lines ready to be bought. Answers are
 * remembered for 10 s, and calls leave at a quarter of `PANDAPON_CALLS_PER_SECOND` at most. Every outcome of the platform
 * is an answer or an error of the one table; a question can always be asked again.
 */
export class Goods {
  readonly #markets: Markets;

  constructor(markets: Markets) {
    this.#markets = markets;
  }

  /** Goods of one platform, for questions that were not checked yet. @throws InvalidError for a platform that there is not. */
  on<P extends Platform>(platform: P): Market<P> {
    if (Object.hasOwn(this.#markets, platform)) return this.#markets[platform];
    const errors = [{ pointer: '/platform', message: 'must be "1688" or "taobao"' }];
    throw new InvalidError('there is no such platform', { errors });
  }

  /** A page of what a keyword finds: `search({ platform: '1688', keyword: '包' })`. @throws InvalidError before the platform is asked. */
  async search<P extends Platform>(
    question: { platform: P } & GoodsSearch<P>,
  ): Promise<GoodsPage<ItemOn[P]>> {
    const { platform, ...asked } = question;
    return this.on(platform).search(asked);
  }

  /** A page of what looks like a picture (`imageBase64`). @throws InvalidError before the platform is asked. */
  async searchByImage<P extends Platform>(
    question: { platform: P } & GoodsImage,
  ): Promise<GoodsPage<ItemOn[P]>> {
    const { platform, ...asked } = question;
    return this.on(platform).searchByImage(asked);
  }

  /** One product with its SKUs, by `offerMapId` of 1688 or `itemId` of Taobao. @throws NotFoundError */
  async show<P extends Platform>({ platform, id }: { platform: P; id: string }): Promise<ProductOn[P]> {
    return this.on(platform).show(id);
  }
}

/** Goods of the platform of these settings. An error in their place says why there are none: every question then meets it. */
export function createGoods(platform: PandaponOptions | ConfigurationError): Goods {
  const caller = isConfigurationError(platform) ? nobody(platform) : slowly(platform);
  return new Goods(marketsAt(new PlatformDesk(caller)));
}

/** Goods of the platform that `PANDAPON_*` name; without them every question is a `PLATFORM_NOT_CONFIGURED`. */
export function goodsFrom(environment: Environment): Goods {
  try {
    return createGoods(readPandaponEnvironment(environment));
  } catch (error) {
    if (isConfigurationError(error)) return createGoods(error);
    throw error;
  }
}

function slowly(platform: PandaponOptions): Caller {
  const callsPerSecond = (platform.callsPerSecond ?? CALLS_PER_SECOND) * SHARE;
  return createPandapon({ ...platform, callsPerSecond });
}

const nobody = ({ message }: ConfigurationError): Caller => ({
  async call() {
    throw new PlatformNotConfiguredError(`the platform can't be asked from here: ${message}`);
  },
});
