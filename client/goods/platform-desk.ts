import {
  type AnswerOf,
  type Caller,
  isRequestInvalidError,
  type OperationName,
  type Outcome,
  type RequestOf,
} from '../../pandapon/index.ts';
import {
  CredentialsRefusedError,
  InvalidError,
  NotFoundError,
  OverloadedError,
  type PandaponOrdersError,
  PlatformRefusedError,
  PlatformUnavailableError,
} from '../errors.ts';

/** So many questions may wait for the rate limit or for their answer; who comes then is told so at once. */
const UNDER_WAY_MOST = 50;
/** When the platform turned a call away and did not say for how long. */
const TURNED_AWAY_SECONDS = 1;
/** A key that is refused is not sent with every question: platforms lock such keys out. */
const CREDENTIALS_SECONDS = 5;

interface Pause {
  until: number;
  why: PandaponOrdersError;
}

/**
 * Where questions to the platform are handed in: each is sent once, none while the platform has asked for a pause, and
 * not more at a time than can be answered soon. Every outcome but the answer is an error of the one table.
 */
export class PlatformDesk {
  readonly #platform: Caller;
  #underWay = 0;
  #pause: Pause | null = null;

  constructor(platform: Caller) {
    this.#platform = platform;
  }

  /** @throws PandaponOrdersError: of the outcome, of the pause, or because too much is asked. */
  async ask<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>> {
    this.#refuseWhilePaused();
    if (this.#underWay >= UNDER_WAY_MOST)
      throw new OverloadedError(`${name}: ${UNDER_WAY_MOST} questions to the platform are under way already`);
    this.#underWay += 1;
    try {
      const outcome = await this.#send(name, request);
      if (outcome.kind === 'done') return outcome.data;
      const why = errorOf(name, outcome);
      this.#pauseFor(pauseSeconds(outcome), why);
      throw why;
    } finally {
      this.#underWay -= 1;
    }
  }

  async #send<Name extends OperationName>(
    name: Name,
    request: RequestOf<Name>,
  ): Promise<Outcome<AnswerOf<Name>>> {
    try {
      return await this.#platform.call(name, request);
    } catch (error) {
      if (!isRequestInvalidError(error)) throw error;
      const errors = [...error.problems];
      throw new InvalidError(`${name}: the question does not fit, nothing was sent`, { errors });
    }
  }

  #refuseWhilePaused(): void {
    if (this.#pause === null) return;
    const { until, why } = this.#pause;
    const seconds = (until - performance.now()) / 1000;
    if (seconds <= 0) return;
    throw again(why, Math.ceil(seconds));
  }

  #pauseFor(seconds: number, why: PandaponOrdersError): void {
    const until = performance.now() + seconds * 1000;
    if (seconds > 0 && until > (this.#pause?.until ?? 0)) this.#pause = { until, why };
  }
}

type NotDone = Exclude<Outcome<unknown>, { kind: 'done' }>;

function pauseSeconds(outcome: NotDone): number {
  switch (outcome.kind) {
    case 'refused':
      return 0;
    case 'credentials':
      return CREDENTIALS_SECONDS;
    case 'not-sent':
      return outcome.retryAfterSeconds ?? TURNED_AWAY_SECONDS;
    case 'unknown':
      return outcome.retryAfterSeconds ?? 0;
  }
}

function errorOf(name: OperationName, outcome: NotDone): PandaponOrdersError {
  switch (outcome.kind) {
    case 'refused': {
      const message = `${name}: the platform refused it: ${outcome.code} ${outcome.message}`;
      return outcome.code === '404' ? new NotFoundError(message) : new PlatformRefusedError(message);
    }
    case 'credentials':
      return new CredentialsRefusedError(
        `${name}: the platform refuses key, signature, clock or user id: ${outcome.code} ${outcome.message}`,
      );
    case 'not-sent':
    case 'unknown':
      return new PlatformUnavailableError(`${outcome.message}: ask again`, {
        retryAfterSeconds: Math.max(1, pauseSeconds(outcome)),
      });
  }
}

/** The same error for somebody who asks in the pause that it began. */
const again = (why: PandaponOrdersError, retryAfterSeconds: number): PandaponOrdersError =>
  why instanceof CredentialsRefusedError
    ? new CredentialsRefusedError(why.message, { retryAfterSeconds })
    : new PlatformUnavailableError(why.message, { retryAfterSeconds });
