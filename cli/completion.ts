import type { Command, Option } from 'commander';
import { UsageError } from './usage-error.ts';

/** The word that shells ask us with; everything behind it is the command line as far as it is written. */
export const COMPLETE = '__complete';

const SCRIPTS = {
  bash: `# orders completion for bash: source <(orders completion bash)
_orders() {
  local IFS=$'\\n'
  COMPREPLY=($(orders ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _orders orders
`,
  zsh: `#compdef orders
# orders completion for zsh: source <(orders completion zsh), or a file _orders in your fpath
_orders() {
  local -a candidates
  candidates=("\${(@f)$(orders ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${candidates[1]}" ]]; then compadd -- "\${candidates[@]}"; else _files; fi
}
if [[ "\${funcstack[1]}" == _orders ]]; then _orders "$@"; else compdef _orders orders; fi
`,
} as const;

/** The shells that can complete our command line. */
export const SHELLS = ['bash', 'zsh'] as const;

/** What a shell has to source. @throws UsageError for a shell that we do not know. */
export function completionScript(shell: string | undefined): string {
  const known = SHELLS.find((each) => each === shell);
  if (known === undefined) throw new UsageError(`say which shell: ${SHELLS.join(' or ')}`);
  return SCRIPTS[known];
}

/** Values of operands that the command line itself leaves open: the names of platform operations. */
export type OpenValues = (command: Command, operand: number) => Promise<readonly string[]>;

/**
 * What may stand in place of the last word, which may be empty. Nothing: the shell offers files.
 * @param words all words behind `orders`.
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  openValues: OpenValues,
): Promise<string[]> {
  const begun = words.at(-1) ?? '';
  const { command, operands, pending } = read(program, words.slice(0, -1));
  const all =
    pending === null ? await offered(command, { begun, operands, openValues }) : (pending.argChoices ?? []);
  return all.filter((each) => each.startsWith(begun)).sort();
}

interface Position {
  command: Command;
  /** Operands of this command that are written already. */
  operands: number;
  /** The option whose value comes next. */
  pending: Option | null;
}

function read(program: Command, words: readonly string[]): Position {
  const at: Position = { command: program, operands: 0, pending: null };
  for (const word of words) {
    if (at.pending !== null && !(at.pending.variadic && word.startsWith('-'))) {
      if (!at.pending.variadic) at.pending = null;
      continue;
    }
    at.pending = null;
    const child = at.command.commands.find((each) => each.name() === word);
    if (word.startsWith('-')) at.pending = takesNext(at.command, word);
    else if (child === undefined) at.operands += 1;
    else Object.assign(at, { command: child, operands: 0 });
  }
  return at;
}

/** The option of a word, when its value is the word behind it. */
function takesNext(command: Command, word: string): Option | null {
  const option = optionsOf(command).find(({ long, short }) => long === word || short === word);
  return option?.required === true ? option : null;
}

/** Its own options, and those of the commands above it. */
function optionsOf(command: Command): Option[] {
  const above = command.parent === null ? [] : optionsOf(command.parent);
  return [...command.options, ...above];
}

interface Offering {
  begun: string;
  operands: number;
  openValues: OpenValues;
}

async function offered(
  command: Command,
  { begun, operands, openValues }: Offering,
): Promise<readonly string[]> {
  if (begun.startsWith('-')) return [...optionsOf(command).map((each) => each.long ?? ''), '--help'];
  if (command.commands.length > 0) return command.commands.map((each) => each.name());
  const choices = command.registeredArguments[operands]?.argChoices;
  return choices ?? (await openValues(command, operands));
}
