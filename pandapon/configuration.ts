import { z } from 'zod';

/** Wrong configuration. `message` is one line that says what to change; a process prints it and ends with 1. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}

/** True for a ConfigurationError, also one thrown by another copy of this module. */
export const isConfigurationError = (error: unknown): error is ConfigurationError =>
  error instanceof Error && error.name === 'ConfigurationError';

/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads environment variables by a schema whose members are the variables' names. An empty variable counts as not set.
 * Messages of the schema must not repeat values: a variable may be a secret.
 * @throws ConfigurationError naming every variable that is wrong, in one line.
 */
export function readVariables<Shape extends z.core.$ZodLooseShape>(
  environment: Environment,
  shape: Shape,
): z.output<z.ZodObject<Shape>> {
  const set = Object.entries(environment).filter(([name, value]) => value !== '' && name in shape);
  const read = z.object(shape).safeParse(Object.fromEntries(set));
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new ConfigurationError(wrong.join('; '));
}

/** A whole number in an environment variable, within bounds. */
export const wholeNumber = (what: string, { min, max }: { min: number; max: number }) => {
  const message = `must be a whole number of ${what} from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, { error: message, abort: true })
    .transform((text) => Number(text))
    .refine((number) => number >= min && number <= max, message);
};
