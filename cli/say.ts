import { ORDER_COMMANDS, type PandaponOrders, PURCHASE_COMMANDS } from '../client/index.ts';
import type { Command } from '../contract/index.ts';
import { AmountError, yuanToFen } from '../pandapon/index.ts';
import type { Asked } from './action.ts';
import type { SayOptions } from './commands/say.ts';
import { EXIT } from './exit-codes.ts';
import { parseInstant } from './instant.ts';
import { readJsonOption } from './json-input.ts';
import { warnOfPlainPayloads, whoSays, writing } from './session.ts';
import { idOf, parseTarget, type Target } from './target.ts';
import { cny } from './text/amounts.ts';
import type { RunView } from './text/run-text.ts';
import { stuckLines } from './text/stuck-text.ts';
import { UsageError } from './usage-error.ts';

/** Says one command to one run, and shows where it stands then. */
export async function say(command: Command, asked: Asked<SayOptions>): Promise<number> {
  const { shell, args, json } = asked;
  const [written = '', ...rest] = args;
  const target = parseTarget(written);
  const body = { ...(await bodyOf(command, asked, rest)), by: whoSays(asked) };
  const view = await writing(asked, (orders) =>
    send(orders, { command, target, body, key: asked.options.key }),
  );
  if (asked.options.patch !== undefined) warnOfPlainPayloads(asked);
  shell.out(json ? `${JSON.stringify(view)}\n` : acceptedText(command, target, view));
  return EXIT.done;
}

interface Sending {
  command: Command;
  target: Target;
  body: object;
  key: string | undefined;
}

async function send(orders: PandaponOrders, { command, target, body, key }: Sending): Promise<RunView> {
  const options = { idempotencyKey: key };
  if (target.kind === 'order') {
    const fitting = ORDER_COMMANDS.find((each) => each === command);
    if (fitting === undefined)
      throw new UsageError(`${command} is said to a purchase: orders ${command} <purchase id> ...`);
    return orders.order(target.platform, target.orderId).command(fitting, body, options);
  }
  const fitting = PURCHASE_COMMANDS.find((each) => each === command);
  if (fitting === undefined)
    throw new UsageError(
      `${command} is said to an order: orders ${command} <order id>; "orders show" lists them`,
    );
  return orders.purchase(target.id).command(fitting, body, options);
}

/** The command's body as HTTP has it; the client checks it against the schema. */
async function bodyOf(
  command: Command,
  { shell, options }: Asked<SayOptions>,
  operands: readonly string[],
): Promise<object> {
  const { note, revision, patch, lines, until } = options;
  const json = async (option: string, value: string | undefined) =>
    value === undefined ? undefined : await readJsonOption(shell, option, value);
  return {
    note,
    revision,
    patch: await json('--patch', patch),
    lines: command === 'confirm-receipt' ? indexes(lines) : await json('--lines', lines),
    until: until === undefined ? undefined : parseInstant(until, { option: '--until', direction: 'ahead' }),
    upToFen: limitOf(options),
    orders: command === 'adopt' ? operands.map((each) => idOf(parseTarget(each))) : undefined,
  };
}

function indexes(written: string | undefined): number[] | undefined {
  if (written === undefined) return undefined;
  const parts = written.split(',').map((each) => each.trim());
  if (parts.every((each) => /^\d{1,4}$/.test(each))) return parts.map(Number);
  throw new UsageError('--lines takes indexes of lines, such as 0,2');
}

function limitOf({ upToFen, upToYuan }: SayOptions): number | undefined {
  if (upToFen !== undefined && upToYuan !== undefined)
    throw new UsageError('give --up-to-fen or --up-to-yuan, not both');
  if (upToFen !== undefined) {
    if (/^\d{1,15}$/.test(upToFen)) return Number(upToFen);
    throw new UsageError('--up-to-fen takes a whole number of fen, such as 120000');
  }
  if (upToYuan === undefined) return undefined;
  try {
    return yuanToFen(upToYuan);
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    throw new UsageError('--up-to-yuan takes an amount of yuan, such as 1200.00');
  }
}

function acceptedText(command: Command, target: Target, view: RunView): string {
  const id = idOf(target);
  const money = view.totalFen > 0 ? `, ${cny(view.totalFen)}` : '';
  const lines = [`${command} accepted: ${target.kind} ${id} is ${view.stage}${money}`];
  if (view.cancelling) lines.push('it is being cancelled; "orders watch" shows how it ends');
  if (view.stuck !== null) lines.push('', ...stuckLines(id, view.stuck));
  return `${lines.join('\n')}\n`;
}
