import type proto from '@temporalio/proto';

type History = proto.temporal.api.history.v1.IHistory;
type Payloads = proto.temporal.api.common.v1.IPayloads | null | undefined;

/** Bytes of JSON in one payload, going in and coming out. */
export interface InOut {
  in: number;
  out: number;
}

/** How large the payloads of one purchase are, so that others can be made as large. */
export interface PayloadSizes {
  purchase: InOut;
  order: InOut;
  /** By the name of the activity; `observe` is the second of the two looks. */
  activities: Record<'preview' | 'create' | 'pay' | 'observe' | 'confirm', InOut>;
  /** The largest. */
  signal: number;
}

const bytesOf = (payloads: Payloads): number =>
  (payloads?.payloads ?? []).reduce((sum, payload) => sum + (payload.data?.length ?? 0), 0);

/** Measures the payloads of a purchase and its one order. */
export function payloadSizes(purchase: History, order: History): PayloadSizes {
  const activities = new Map([...activityPayloads(purchase), ...activityPayloads(order)]);
  const size = (name: string): InOut => activities.get(name) ?? { in: 0, out: 0 };
  const signals = (order.events ?? []).map((event) =>
    bytesOf(event.workflowExecutionSignaledEventAttributes?.input),
  );
  return {
    purchase: runPayloads(purchase),
    order: runPayloads(order),
    activities: {
      preview: size('preview'),
      create: size('create'),
      pay: size('pay'),
      observe: size('observe'),
      confirm: size('confirm'),
    },
    signal: Math.max(...signals),
  };
}

function runPayloads(history: History): InOut {
  const events = history.events ?? [];
  const into = events[0]?.workflowExecutionStartedEventAttributes?.input;
  const out = events.at(-1)?.workflowExecutionCompletedEventAttributes?.result;
  return { in: bytesOf(into), out: bytesOf(out) };
}

function activityPayloads(history: History): Map<string, InOut> {
  const events = history.events ?? [];
  const sizes = new Map<string, InOut>();
  for (const { eventId, activityTaskScheduledEventAttributes: scheduled } of events) {
    const name = scheduled?.activityType?.name;
    if (!scheduled || !name) continue;
    const completed = events.find(
      (event) => `${event.activityTaskCompletedEventAttributes?.scheduledEventId}` === `${eventId}`,
    );
    const result = completed?.activityTaskCompletedEventAttributes?.result;
    sizes.set(name, { in: bytesOf(scheduled.input), out: bytesOf(result) });
  }
  return sizes;
}
