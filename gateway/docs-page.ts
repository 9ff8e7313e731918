import { ERRORS, STUCK, STUCK_REASONS } from '../contract/index.ts';
import { ROLES } from './api-keys.ts';
import { problemCodes } from './openapi.ts';
import type { Operation } from './operation.ts';

/** The page at `/docs`: what a person needs to call the gateway, from the same declarations as the OpenAPI document. */

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font:.875rem/1.5 ui-monospace,monospace}
pre{padding:.75rem;overflow:auto;border:1px solid #8886;border-radius:.25rem}
h2{margin-top:2.5rem;border-bottom:1px solid #8886}
h3 code{font-size:1rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8883}
.role{font-size:.875rem;opacity:.75}
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
/** Text in which backticks mark code. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const row = (...cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

/** The whole page; it loads nothing. */
export function docsPage(operations: readonly Operation[], version: string): string {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const sections = tags.map((tag) => {
    const own = operations.filter((each) => each.tag === tag).map(section);
    return `<h2 id="${tag}">${tag}</h2>${own.join('')}`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>pandapon-orders over HTTP</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style>
<h1>pandapon-orders over HTTP</h1>
<p>Version ${escaped(version)}. The same for machines: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).
Amounts are integer fen (1/100 yuan), ids and 64-bit numbers are strings, instants ISO-8601.</p>
<p>${tags.map((tag) => `<a href="#${tag}">${tag}</a>`).join(' · ')} · <a href="#codes">Error codes</a> · <a href="#reasons">Stuck reasons</a></p>
<h2>Keys</h2>
<p>Send <code>Authorization: Bearer &lt;key&gt;</code>. A key has a name, which stands in the timeline of what it does, and roles out of ${ROLES.map((role) => `<code>${role}</code>`).join(', ')}.</p>
${sections.join('')}
<h2 id="codes">Error codes</h2>
<p>Every error is <code>application/problem+json</code> (RFC 9457) with a stable <code>code</code>.</p>
<table><tr><th>Code<th>Status<th>Meaning</tr>${codeRows()}</table>
<h2 id="reasons">Stuck reasons</h2>
<table><tr><th>Reason<th>Meaning<th>What a person can say</tr>${reasonRows()}</table></html>`;
}

const codeRows = (): string =>
  Object.entries(ERRORS)
    .map(([code, { status, title }]) =>
      row(`<code id="${code}">${code}</code>`, String(status), escaped(title)),
    )
    .join('');

const reasonRows = (): string =>
  STUCK_REASONS.map((reason) => {
    const { means, commands } = STUCK[reason];
    return row(
      `<code>${reason}</code>`,
      escaped(means),
      commands.map((word) => `<code>${word}</code>`).join(' '),
    );
  }).join('');

function section(shown: Operation): string {
  const { id, method, path, role, summary, description, body } = shown;
  const codes = problemCodes(shown).map((code) => `<a href="#${code}">${code}</a>`);
  const parameters = Object.entries({ ...shown.params.shape, ...shown.query.shape }).map(([name, schema]) =>
    row(`<code>${name}</code>`, prose(schema.description ?? '')),
  );
  return [
    `<h3 id="${id}"><code>${method.toUpperCase()} ${escaped(path)}</code></h3>`,
    `<p>${escaped(summary)}. <span class="role">${role === null ? 'No key.' : `Role <code>${role}</code>.`}</span></p>`,
    description === undefined ? '' : `<p>${prose(description)}</p>`,
    parameters.length === 0 ? '' : `<table>${parameters.join('')}</table>`,
    body?.example === undefined ? '' : `<pre>${escaped(curl(shown, body.example))}</pre>`,
    `<p class="role">Errors: ${codes.join(', ')}</p>`,
  ].join('');
}

const curl = ({ method, path }: Operation, example: unknown): string =>
  `curl -X ${method.toUpperCase()} "$GATEWAY${path}" -H "Authorization: Bearer $KEY" \\
  -H 'Content-Type: application/json' -d '${JSON.stringify(example, null, 2)}'`;
