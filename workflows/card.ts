import type { Command, Stuck, TimelineEntry } from '../contract/index.ts';

/** Parts that the cards of purchases and orders share. */

const SAMPLES: Partial<Record<Command, string>> = {
  retry: '{"by": "your name", "note": "why"}',
  skip: '{"by": "your name", "note": "why"}',
  abort: '{"by": "your name", "note": "why"}',
  approve: '{"by": "your name"}',
  adopt: '{"by": "your name", "orders": ["order id"]}',
  release: '{"by": "your name"}',
  'confirm-receipt': '{"by": "your name"}',
};

/** What happened and which update with which JSON puts it right. */
export function stuckCard(stuck: Stuck | null): string[] {
  if (stuck === null) return [];
  return [
    '',
    `### ${stuck.planned ? 'Waits for a person' : 'Stuck'}: ${stuck.reason}`,
    '',
    `- ${stuck.message}`,
    `- since ${stuck.since}, attempts ${stuck.attempts}`,
    ...(stuck.candidates ?? []).map(
      (found) =>
        `- candidate \`${found.orderId}\`${found.differs.length > 0 ? `: ${found.differs.join('; ')}` : ''}`,
    ),
    '',
    'More Actions, "Send an Update":',
    '',
    ...stuck.actions.flatMap((command) => {
      const sample = SAMPLES[command];
      return sample === undefined ? [] : [`- \`${command}\` with \`${sample}\``];
    }),
  ];
}

const SHOWN = 12;

/** The last entries, newest first. */
export function timelineCard(timeline: readonly TimelineEntry[]): string[] {
  const last = timeline.slice(-SHOWN).reverse();
  return [
    '',
    '### Timeline',
    ...last.map((entry) => `- ${entry.at} **${entry.what}** ${entry.detail} (${entry.by})`),
  ];
}
