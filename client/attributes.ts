import {
  defaultPayloadConverter,
  defineSearchAttributeKey,
  type Payload,
  type SearchAttributePair,
  type TypedSearchAttributes,
} from '@temporalio/common';
import {
  type ATTRIBUTES,
  PURCHASE_STAGES,
  type PurchaseInput,
  type PurchaseStage,
  type PurchaseView,
} from '../contract/index.ts';

type AttributeName = keyof typeof ATTRIBUTES;

const PURCHASE_ID = defineSearchAttributeKey('PurchaseId' satisfies AttributeName, 'KEYWORD');
const ORDER_STAGE = defineSearchAttributeKey('OrderStage' satisfies AttributeName, 'KEYWORD');
const PANDAPON_USER = defineSearchAttributeKey('PandaponUser' satisfies AttributeName, 'KEYWORD');
const LABELS = defineSearchAttributeKey('Labels' satisfies AttributeName, 'KEYWORD_LIST');
const TOTAL_FEN = defineSearchAttributeKey('TotalFen' satisfies AttributeName, 'INT');
const CHANGED_AT = defineSearchAttributeKey('ChangedAt' satisfies AttributeName, 'DATETIME');

/** How a label stands in the attribute `Labels`. */
export const labelText = (name: string, value: string): string => `${name}=${value}`;

/** Labels out of the attribute; a value may hold `=`, a name may not. */
export function labelsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** The attributes a purchase starts with: lists show it before any worker has seen it. */
export function startAttributes(input: PurchaseInput): SearchAttributePair[] {
  const labels = Object.entries(input.labels).map(([name, value]) => labelText(name, value));
  return [
    { key: PURCHASE_ID, value: input.id },
    { key: ORDER_STAGE, value: 'previewing' satisfies PurchaseStage },
    { key: PANDAPON_USER, value: input.userId },
    ...(labels.length > 0 ? [{ key: LABELS, value: labels }] : []),
    { key: CHANGED_AT, value: new Date(input.postedAt) },
  ];
}

/** What a purchase shows of itself in its attributes. */
export function shownOf(
  attributes: TypedSearchAttributes,
): Partial<Pick<PurchaseView, 'stage' | 'totalFen' | 'changedAt'>> {
  const stage = PURCHASE_STAGES.find((known) => known === attributes.get(ORDER_STAGE));
  const totalFen = attributes.get(TOTAL_FEN);
  const changedAt = attributes.get(CHANGED_AT);
  return {
    ...(stage === undefined ? {} : { stage }),
    ...(totalFen === undefined ? {} : { totalFen }),
    ...(changedAt === undefined ? {} : { changedAt: changedAt.toISOString() }),
  };
}

/** What lists know of a run. Attributes are clear text, so no codec is asked. */
export interface RunAttributes {
  purchaseId: string;
  stage: string;
  stuckReason: string | null;
  userId: string;
  labels: Record<string, string>;
  billNos: string[];
  totalFen: number;
  dueAt: string | null;
  changedAt: string | null;
}

const many = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
const texts = (value: unknown): string[] => many(value).map(String);
const text = (value: unknown): string | null => texts(value)[0] ?? null;
const instant = (value: unknown): string | null => {
  const at = text(value);
  return at === null ? null : new Date(at).toISOString();
};

/** Reads the attributes as Temporal hands them out: a single value may come bare or as a list of one. */
export function readAttributes(fields: Readonly<Record<string, Payload>> | null | undefined): RunAttributes {
  const read = (name: AttributeName): unknown => {
    const payload = fields?.[name];
    return payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
  };
  return {
    purchaseId: text(read('PurchaseId')) ?? '',
    stage: text(read('OrderStage')) ?? '',
    stuckReason: text(read('StuckReason')),
    userId: text(read('PandaponUser')) ?? '',
    labels: labelsOf(texts(read('Labels'))),
    billNos: texts(read('BillNos')),
    totalFen: Number(text(read('TotalFen')) ?? 0),
    dueAt: instant(read('DueAt')),
    changedAt: instant(read('ChangedAt')),
  };
}
