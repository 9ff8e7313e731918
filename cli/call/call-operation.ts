import {
  answerToWire,
  type CallOptions as CallingOptions,
  createPandapon,
  formOf,
  hidePeople,
  isOperationName,
  type OperationName,
  type Outcome,
  operations,
  operationsNear,
  type Pandapon,
  type PandaponEnvironment,
  type RequestOf,
  readEndpointOverrides,
  readPandaponEnvironment,
  requestFromWire,
  stringifyExact,
} from '../../pandapon/index.ts';
import type { Asked } from '../action.ts';
import { EXIT } from '../exit-codes.ts';
import { readJson } from '../json-input.ts';
import type { Shell } from '../shell.ts';
import { oneLine } from '../text/one-line.ts';
import { UsageError } from '../usage-error.ts';
import { HIDDEN, hidePersonal } from './hide-personal.ts';
import { isLoopback } from './loopback.ts';
import { listedOperations, operationTable } from './operation-table.ts';
import { verdictOf } from './verdict.ts';

export interface CallOptions {
  json?: string | undefined;
  file?: string | undefined;
  user?: string | undefined;
  list?: boolean | undefined;
  yes?: boolean | undefined;
  personal?: boolean | undefined;
}

/**
 * One call to the platform by `PANDAPON_*` alone; Temporal is not asked, and the spending switch does not hold it.
 * Prints `data` as the platform has it, every id with all its digits.
 */
export async function callOperation(asked: Asked<CallOptions>): Promise<number> {
  const { shell, args, options, json } = asked;
  if (options.list === true) return listOperations(asked);
  const name = operationIn(args[0]);
  const input = requestFromWire(name, (await readJson(shell, options)) ?? {});
  const platform = readPandaponEnvironment(shell.environment);
  if (operations[name].effect === 'effect') await agree(shell, { name, platform, options });

  const pandapon = createPandapon(platform);
  const outcome = await send(pandapon, name, { input, userId: options.user, signal: shell.stopped });
  const { exitCode, sentence } = verdictOf(name, outcome);
  const shown = withoutPeople(name, outcome, options);
  if (json) shell.out(`${stringifyExact(shown)}\n`);
  else if (shown.kind === 'done') shell.out(`${stringifyExact(shown.data, 2)}\n`);
  if (sentence !== null && !json) shell.err(`${oneLine(`orders: ${sentence}`)}\n`);
  return exitCode;
}

function listOperations({ shell, json }: Asked<CallOptions>): number {
  const file = shell.environment['PANDAPON_ENDPOINTS'];
  const listed = listedOperations(file ? readEndpointOverrides(file) : {});
  shell.out(json ? `${JSON.stringify(listed)}\n` : operationTable(listed));
  return EXIT.done;
}

function operationIn(written: string | undefined): OperationName {
  if (written === undefined)
    throw new UsageError('say which operation, such as "orders call alibaba.order.detail"; --list shows all');
  if (isOperationName(written)) return written;
  const near = operationsNear(written);
  const advice = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '"orders call --list" shows all';
  throw new UsageError(`there is no operation "${written}": ${advice}`);
}

/** Makes the call; the data comes back as the wire has it. */
async function send<Name extends OperationName>(
  pandapon: Pandapon,
  name: Name,
  { input, ...options }: CallingOptions & { input: RequestOf<Name> },
): Promise<Outcome<unknown>> {
  const outcome = await pandapon.call(name, input, options);
  return outcome.kind === 'done' ? { ...outcome, data: answerToWire(name, outcome.data) } : outcome;
}

/** What the declaration says is personal, and what has a name that says so. */
function withoutPeople(
  name: OperationName,
  outcome: Outcome<unknown>,
  { personal }: CallOptions,
): Outcome<unknown> {
  if (outcome.kind !== 'done' || personal === true) return outcome;
  const declared = hidePeople(formOf(operations[name].answer), outcome.data, HIDDEN);
  return { ...outcome, data: hidePersonal(declared) };
}

interface Effect {
  name: OperationName;
  platform: PandaponEnvironment;
  options: CallOptions;
}

/** Away from this machine an effect is real: a person says so, or the command line does. */
async function agree(shell: Shell, { name, platform, options }: Effect): Promise<void> {
  if (options.yes === true || isLoopback(platform.baseUrl)) return;
  const { host } = new URL(platform.baseUrl);
  const what = `${name} changes something at ${host}`;
  if (!shell.interactive) throw new UsageError(`${what}: say --yes to send it`);
  const user = options.user ?? platform.credentials().userId;
  const answer = await shell.ask(`${what}, for user ${user}. Send it? Write "yes": `);
  if (answer !== 'yes') throw new UsageError('not sent: that was not "yes"');
}
