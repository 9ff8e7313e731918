import {
  type Form,
  formOf,
  isOperationName,
  type Known,
  messageKinds,
  type Operation,
  operations,
  stringifyExact,
} from '../pandapon/index.ts';
import { formText, LEGEND, namedShapes, shapeText } from './form-text.ts';

/** Headings of the groups of operations, by the first two parts of their names. */
const GROUPS: Readonly<Record<string, string>> = {
  'alibaba.goods': '1688 goods',
  'alibaba.cart': '1688 cart',
  'alibaba.order': '1688 orders',
  'alibaba.refund': '1688 after-sales',
  'taobao.goods': 'Taobao goods',
  'taobao.order': 'Taobao orders',
  'taobao.cart': 'Taobao cart',
  'taobao.refund': 'Taobao after-sales',
  'base.address': 'Addresses',
  'warehouse.freight': 'Warehouse logistics',
};

const all: readonly Operation[] = Object.keys(operations)
  .filter(isOperationName)
  .map((name) => operations[name]);
const groupOf = ({ name }: Pick<Operation, 'name'>): string => name.split('.').slice(0, 2).join('.');
const groups = [...new Set(all.map(groupOf))];

/** The whole page docs/reference/operations.md. */
export function operationsPage(): string {
  const sections = [head(), legend(), outcomes(), ...groups.map(group), messages(), shapesSection()];
  return `${sections.join('\n\n')}\n`;
}

function head(): string {
  const inMenu = all.filter(({ menu }) => menu !== null).length + messagesInMenu.length;
  const list = groups.map((each) => {
    const title = GROUPS[each] ?? each;
    const names = all.filter((operation) => groupOf(operation) === each).length;
    return `- [${title}](#${anchor(title)}): ${names}`;
  });
  return `# Operations

<!-- Made by \`npx tsx docs/operations.ts\` from the declarations in pandapon/: change those, not this page. -->

Every operation of the platform that can be called: ${all.length} operations and ${messageKinds.length} kinds of messages,
${inMenu} of them rows of the menu of the platform's own documentation. What the facts mean stands in [platform.md](platform.md); how to add an
operation in [add-an-operation.md](../guides/add-an-operation.md).

Each can be called three ways: \`orders call <operation>\`, \`pandapon.call('<operation>', {...})\`, and as a method by the parts of its
name, \`pandapon.alibaba.order.detail({...})\`. \`PANDAPON_ENDPOINTS\` moves any of them to another method or path.

${list.join('\n')}
- [Messages](#messages): ${messageKinds.length}
- [Shapes](#shapes)

How each part is known: **documented**, a page of the platform says it; **inferred**, concluded from such pages or from the platform
behind it; **assumed**, nothing public says it. Nothing inferred or assumed is confirmed against the live platform.`;
}

function legend(): string {
  const rows = Object.values(LEGEND).map(
    ({ word, wire, inside }) => `- ${word}: on the wire ${wire}; inside the library ${inside}`,
  );
  return `## How to read it

\`?\` marks a member that may be missing; in an answer any member may also be null. \`[Name]\` is a shape of its own, see
[Shapes](#shapes). Members that are not listed pass through, both ways. \`orders call\` takes and prints the form of the wire, the library
the form inside:

${rows.join('\n')}`;
}

function outcomes(): string {
  return `## Outcomes

Every call comes to one of \`done\`, \`refused\` (definitely not done), \`credentials\` (definitely not done, and not to be tried
again before a person has looked), \`not-sent\` (may be made again) and \`unknown\` ([platform.md](platform.md#outcomes)). A read may also be made again after
\`unknown\`. An effect may not: the read that is named with it tells whether it was done. Where an answer has a second success flag,
\`done\` with \`success: false\` inside is a refusal too.`;
}

function group(key: string): string {
  const own = all.filter((operation) => groupOf(operation) === key);
  return [`## ${GROUPS[key] ?? key}`, ...own.map(section)].join('\n\n');
}

function section(operation: Operation): string {
  const { name, title, menu, method, path, known, from } = operation;
  const request = formOf(operation.request);
  const answer = formOf(operation.answer);
  return `### ${name}

${title}.

- ${method} \`${path}\`, ${operation.effect}${operation.auth === 'query' ? ', proves itself by `timestamp` and `sign` in the query' : ''}
- ${outcomeText(operation, answer)}
- path ${mark(known.path)}, request ${mark(known.request)}, answer ${mark(known.answer)}: ${from}
- menu: ${menu ?? 'not in it'}

\`\`\`sh
${callLine(operation)}
\`\`\`

Request${operation.method === 'GET' ? ', in the query' : ''}:

\`\`\`text
${formText(request)}
\`\`\`

Answer:

\`\`\`text
${formText(answer)}
\`\`\``;
}

const mark = (known: Known): string => `**${known}**`;

function outcomeText({ effect, look }: Operation, answer: Form): string {
  const again =
    effect === 'read'
      ? 'may be made again after `unknown`'
      : typeof look === 'string'
        ? `after \`unknown\` ${look} tells whether it was done`
        : 'after `unknown` no read tells whether it was done: a person has to ask';
  return hasFlag(answer) ? `${again}; \`done\` with \`success: false\` inside is a refusal` : again;
}

/** Whether an answer has the second success flag. */
function hasFlag(form: Form): boolean {
  if (form.kind === 'list') return hasFlag(form.of);
  return form.kind === 'object' && form.members.some(({ name }) => name === 'success');
}

function callLine({ name, example }: Operation): string {
  const text = stringifyExact(example);
  return text === '{}'
    ? `orders call ${name}`
    : `orders call ${name} --json '${text.replaceAll("'", "'\\''")}'`;
}

const messagesInMenu = messageKinds.filter(({ menu }) => menu !== null);

function messages(): string {
  const sections = messageKinds.map(
    ({ platform, subject, title, menu, types, known, from, body }) => `### ${platform}, ${subject}

${title}.

- ${types.map((type) => `\`${type}\``).join(', ')}
- type ${mark(known.type)}, body ${mark(known.body)}: ${from}
- menu: ${menu ?? 'not in it'}

\`\`\`text
${formText(formOf(body))}
\`\`\``,
  );
  return `## Messages

What the platform pushes, in the frame \`{messageType, messageBody, messagePlatform, timestamp}\`; a type may begin with \`1688_\` or
\`TAOBAO_\`. Every message is a hint: the order is read before anything is done ([platform.md](platform.md#callbacks)).

${sections.join('\n\n')}`;
}

function shapesSection(): string {
  const schemas = [
    ...all.flatMap(({ request, answer }) => [request, answer]),
    ...messageKinds.map(({ body }) => body),
  ];
  const found = new Map(
    schemas.flatMap((schema) => namedShapes(formOf(schema))).map((shape) => [shape.name ?? '', shape]),
  );
  const sections = [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { members }]) => `### ${name}\n\n\`\`\`text\n${shapeText(members)}\n\`\`\``);
  return `## Shapes\n\n${sections.join('\n\n')}`;
}

const anchor = (title: string): string => title.toLowerCase().replaceAll(' ', '-');
