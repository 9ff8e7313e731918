import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { connect, type PandaponOrders } from '../client/index.ts';
import type { PurchaseView } from '../contract/index.ts';
import { newKeys } from '../embedded/keys.ts';
import { listLink } from '../embedded/links.ts';
import { startStack } from '../embedded/stack.ts';
import { findTemporal } from '../embedded/temporal-binary.ts';
import { createBody, operations } from '../pandapon/index.ts';

/**
 * Takes the pictures of docs/images/ from a stack that runs here: `npx tsx docs/screenshots.ts [browser]`.
 * Needs a Chromium; each picture is to be looked at before it is committed.
 */

const browserPath = process.argv[2] ?? '/usr/bin/chromium';
const images = new URL('images/', import.meta.url);
const WIDE = { width: 1560, height: 1000 };

/** Columns are chosen per browser: this is what "Configure Columns" stores. */
const COLUMNS = ['Status', 'Workflow ID', 'Type', 'OrderStage', 'StuckReason', 'TotalFen', 'Start', 'End'];

function request(endings: string[]) {
  const body = createBody.parse(
    JSON.parse(readFileSync(new URL('../embedded/seed-request.json', import.meta.url), 'utf8')),
  );
  const [line] = body.cargoParamList;
  if (line === undefined) throw new Error('the seed sample has no line');
  const cargoParamList = endings.map((ending, index) => ({
    ...line,
    sellerOpenId: `${line.sellerOpenId ?? ''}${index === 0 ? '' : `M${index}`}${ending}`,
  }));
  // Pictures show nobody's address.
  const { addressParam } = operations['alibaba.order.preview'].example;
  return { ...body, addressParam, cargoParamList };
}

async function buy(orders: PandaponOrders, id: string, endings: string[], policy = {}): Promise<void> {
  await orders.start({
    id,
    platform: '1688',
    request: request(endings),
    policy: { confirmAfterSignedSeconds: 0, ...policy },
    labels: { channel: 'shop-7' },
  });
}

async function until(
  orders: PandaponOrders,
  id: string,
  wanted: (view: PurchaseView) => boolean,
): Promise<PurchaseView> {
  const signal = AbortSignal.timeout(60_000);
  for await (const view of orders.purchase(id).watch({ signal })) if (wanted(view)) return view;
  throw new Error(`purchase ${id} never came so far`);
}

const isStuck = (view: PurchaseView): boolean =>
  view.stuck !== null || view.orders.some((order) => order.stuck !== null);

async function shoot(page: Page, name: string, url: string, ready: string): Promise<void> {
  await page.goto(url);
  await page.getByText(ready).filter({ visible: true }).first().waitFor();
  // The page draws its bars and cards after its data has come.
  await page.waitForTimeout(2_500);
  await page.screenshot({ path: new URL(`${name}.png`, images).pathname });
  process.stdout.write(`${name}.png\n`);
}

/** Says `approve` as an operator does in the UI: More Actions, Send an Update. The picture is of the filled dialog. */
async function approveInTheUi(page: Page, url: string): Promise<void> {
  const visible = (text: string) => page.getByText(text, { exact: true }).filter({ visible: true }).first();
  await page.goto(url);
  await visible('More Actions').click();
  await visible('Send an Update').click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByTestId('update-select-button').click();
  await dialog.getByRole('option', { name: /^\s*approve/ }).click();
  await dialog.locator('.cm-content').click();
  await page.keyboard.insertText('{"by": "li", "note": "still a good price"}');
  // Left, the field sets its JSON on lines, which moves what stands below.
  await dialog.locator('input:enabled').first().click();
  await dialog.locator('.cm-line').nth(3).waitFor();
  await page.screenshot({ path: new URL('ui-send-update.png', images).pathname });
  process.stdout.write('ui-send-update.png\n');
  await dialog.getByText('Submit').click();
}

const directory = await mkdtemp(join(tmpdir(), 'pandapon-orders-pictures-'));
const temporal = await findTemporal({ say: (line) => process.stdout.write(`${line}\n`) });
const stack = await startStack({ temporalBinary: temporal.path, directory, keys: newKeys() });
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
try {
  const ui = stack.temporal.uiUrl ?? '';
  const orders = await connect({ environment: { ...stack.environment, PANDAPON_USER_ID: '1700000000000' } });
  await buy(orders, 'po-20260101-001', ['', '']);
  await buy(orders, 'po-20260101-002', ['-outofstock']);
  await buy(orders, 'po-20260101-003', ['-raise']);
  await buy(orders, 'po-20260101-004', ['-link']);
  await buy(orders, 'po-20260101-005', ['', ''], { approveAboveFen: 4000 });
  const done = await until(orders, 'po-20260101-001', (view) => view.stage === 'completed');
  for (const id of ['002', '003', '004', '005']) await until(orders, `po-20260101-${id}`, isStuck);
  await buy(orders, 'po-20260101-006', ['-nosign']);
  const transit = await until(orders, 'po-20260101-006', (view) => view.orders[0]?.stage === 'in-transit');
  const raised = await orders.purchase('po-20260101-003').view();

  const page = await browser.newPage({ viewport: WIDE });
  await page.goto(`${ui}/namespaces/default/workflows`);
  const columns = JSON.stringify(JSON.stringify({ default: COLUMNS.map((label) => ({ label })) }));
  await page.evaluate(`localStorage.setItem('namespace-workflow-table-columns', ${columns})`);
  const run = (workflowId: string, runId: string, tab: string): string =>
    `${ui}/namespaces/default/workflows/${encodeURIComponent(workflowId)}/${runId}/${tab}`;
  const orderRun = async (orderId: string | undefined) => {
    const { workflowId, runId } = await orders.order('1688', orderId ?? '').view();
    return { workflowId, runId };
  };
  await shoot(page, 'ui-list', listLink(ui, 'default'), 'po-20260101-006');
  await shoot(page, 'ui-stuck', listLink(ui, 'default', 'StuckReason IS NOT NULL'), 'po-20260101-002');
  await shoot(page, 'ui-purchase-timeline', run(done.workflowId, done.runId, 'timeline'), 'preview');
  const ended = await orderRun(done.orders[0]?.orderId);
  await shoot(page, 'ui-order-timeline', run(ended.workflowId, ended.runId, 'timeline'), 'confirm');
  const moving = await orderRun(transit.orders[0]?.orderId);
  await shoot(
    page,
    'ui-order-card',
    run(moving.workflowId, moving.runId, 'user-metadata'),
    'Current Details',
  );
  const drift = await orderRun(raised.orders[0]?.orderId);
  await shoot(page, 'ui-stuck-card', run(drift.workflowId, drift.runId, 'user-metadata'), 'Current Details');
  await approveInTheUi(page, run(drift.workflowId, drift.runId, 'timeline'));
  await until(orders, 'po-20260101-003', (view) => view.stage === 'completed');
  await orders.close();
} finally {
  await browser.close();
  await stack.stop();
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
