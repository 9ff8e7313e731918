import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bundleWorkflows } from './workflow-bundle.ts';

/** The modules in a bundle, as webpack names them. */
const modulesOf = (code: string): string[] =>
  [...code.matchAll(/^ {2}!\*\*\* (\S+) /gm)].map(([, name]) => name ?? '');

test('the bundle holds no schemas, no HTTP and no platform client', async () => {
  const { code } = await bundleWorkflows();
  const modules = modulesOf(code);
  expect(modules.some((name) => name.endsWith('workflows/index.ts'))).toBe(true);
  const heavy = modules.filter((name) => /node_modules\/(zod|ky|pino|big\.js|lossless-json)\//.test(name));
  const foreign = modules.filter((name) =>
    /\/(activities|client|worker|gateway)\/|contract\/schemas/.test(name),
  );
  expect(heavy).toEqual([]);
  expect(foreign).toEqual([]);
});

test('the bundle for encrypted payloads encrypts failures too', async () => {
  const converter = fileURLToPath(new URL('../client/failure-converter.cjs', import.meta.url));
  const { code } = await bundleWorkflows(converter);
  expect(modulesOf(code).some((name) => name.endsWith('client/failure-converter.cjs'))).toBe(true);
  expect(code).toContain('encodeCommonAttributes: true');
});
