import {
  type Environment,
  type PandaponEnvironment,
  readPandaponEnvironment,
  readVariables,
  wholeNumber,
} from '../pandapon/index.ts';

/** What a worker reads from its environment, apart from Temporal's own variables and the payload keys. */
export interface WorkerSettings {
  pandapon: PandaponEnvironment;
  /** 0: any free one, for tests. */
  metricsPort: number;
}

const PORT = { min: 0, max: 65_535 };

/**
 * @throws ConfigurationError in one line that names the variables that are missing or wrong
 */
export function readWorkerSettings(environment: Environment): WorkerSettings {
  const { METRICS_PORT } = readVariables(environment, {
    METRICS_PORT: wholeNumber('a port', PORT).default(9464),
  });
  return { pandapon: readPandaponEnvironment(environment), metricsPort: METRICS_PORT };
}
