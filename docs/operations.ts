import { writeFileSync } from 'node:fs';
import { operationsPage } from './operations-page.ts';

/** Writes docs/reference/operations.md from the declarations: `npx tsx docs/operations.ts`. */
writeFileSync(new URL('reference/operations.md', import.meta.url), operationsPage());
