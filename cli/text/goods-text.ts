import type { AlibabaItem, AlibabaProduct, TaobaoItem, TaobaoProduct } from '../../client/index.ts';
import { cny } from './amounts.ts';
import { cut, oneLine } from './one-line.ts';
import { table } from './table.ts';

/** Titles of goods are long advertisements. */
const TITLE_SHOWN = 50;

const price = (priceFen: number | null): string => (priceFen === null ? '-' : cny(priceFen));
const shown = (title: string | null | undefined): string => cut(title ?? '', TITLE_SHOWN) || '-';

/** A page of goods as a table. */
export function goodsTable(items: readonly (AlibabaItem | TaobaoItem)[]): string {
  if (items.length === 0) return 'Nothing is found.\n';
  const columns = [
    { head: 'ID' },
    { head: 'PRICE', align: 'right' as const },
    { head: 'TITLE' },
    { head: 'MORE' },
  ];
  const rows = items.map((item) =>
    item.platform === '1688'
      ? [item.offerMapId ?? '-', price(item.priceFen), shown(item.title), shown(item.titleTranslated)]
      : [item.itemId ?? '-', price(item.priceFen), shown(item.title), shown(item.shopName)],
  );
  return table(columns, rows);
}

/** A product with its SKUs, and under them a line for each, ready to be copied. */
export function productText(product: AlibabaProduct | TaobaoProduct): string {
  const { title, minQuantity, status, skus } = product;
  const id = product.platform === '1688' ? product.offerMapId : product.itemId;
  const seller = product.platform === '1688' ? product.sellerName : product.shopName;
  const head = [title, `${product.platform} ${id}`, seller, status]
    .filter(Boolean)
    .map((text) => oneLine(text ?? ''))
    .join(', ');
  const least = (minQuantity ?? 1) > 1 ? `, at least ${minQuantity}` : '';
  const lines = skus.flatMap(({ line }) => (line === null ? [] : [JSON.stringify(line)]));
  const member = product.platform === '1688' ? 'cargoParamList' : 'orderLineList';
  const ready = lines.length === 0 ? '' : `\nLines for ${member}:\n${lines.join('\n')}\n`;
  return `${head}${least}\n\n${skuTable(product)}${ready}`;
}

function skuTable(product: AlibabaProduct | TaobaoProduct): string {
  if (product.skus.length === 0) return 'It has no SKUs.\n';
  const columns = [
    { head: 'SKU' },
    { head: 'PRICE', align: 'right' as const },
    { head: 'STOCK', align: 'right' as const },
    { head: 'WHAT' },
  ];
  const rows = product.skus.map((sku) => [
    ('specId' in sku ? sku.specId : sku.mpSkuId) ?? '-',
    price(sku.priceFen),
    sku.stock === null ? '-' : String(sku.stock),
    shown(sku.title),
  ]);
  return table(columns, rows);
}
