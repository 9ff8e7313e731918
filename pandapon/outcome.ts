/**
 * What a call came to. An effect handles every kind; a look may simply be made again after `not-sent` and `unknown`
 * (docs/reference/platform.md, "Outcomes").
 */
export type Outcome<T> = Done<T> | Refused | CredentialsRefused | NotSent | Unknown;

/** The platform did it. A second success flag may stand inside `data`: see `refusalInside`. */
export interface Done<T> {
  kind: 'done';
  data: T;
  /** The platform's id of the call, for its support. */
  requestId: string | null;
}

/** The platform said no: definitely not done. */
export interface Refused {
  kind: 'refused';
  /** The envelope's `code` as text (`"404"`: no such thing), or `HTTP_<status>` of a gateway in front. */
  code: string;
  /** The platform's own text alone. */
  message: string;
  requestId: string | null;
}

/** 401 or 403: definitely not done, and useless to repeat before a person has looked at key, secret, clock or user id. */
export interface CredentialsRefused {
  kind: 'credentials';
  code: string;
  message: string;
}

/** Nothing was done, and the same call may be made again: too many calls (429), or no connection came about. */
export interface NotSent {
  kind: 'not-sent';
  message: string;
  /** How long the platform asked to wait; null when it did not say. */
  retryAfterSeconds: number | null;
}

/** It may have been done or not. Only a look tells. */
export interface Unknown {
  kind: 'unknown';
  message: string;
  retryAfterSeconds: number | null;
}

export type OutcomeKind = Outcome<unknown>['kind'];
