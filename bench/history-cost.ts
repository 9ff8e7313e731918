import proto from '@temporalio/proto';

type History = proto.temporal.api.history.v1.IHistory;
type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent;

/** Temporal actions by what costs them; queries leave no event, so the caller adds those it made. */
export interface Actions {
  start: number;
  child: number;
  activity: number;
  timer: number;
  signal: number;
  update: number;
  attributes: number;
  continueAsNew: number;
  total: number;
}

/** What each costs: a child counts double, since it is a start too. */
const PRICES = {
  start: 1,
  child: 2,
  activity: 1,
  timer: 1,
  signal: 1,
  update: 1,
  attributes: 1,
  continueAsNew: 1,
} as const satisfies Record<Exclude<keyof Actions, 'total'>, number>;

/** The actions of one run, counted from its events: attempts of activities, not activities. */
export function actionsOf(history: History): Actions {
  const events = history.events ?? [];
  const count = (is: (event: HistoryEvent) => unknown): number =>
    events.filter((event) => Boolean(is(event))).length;
  const times: Omit<Actions, 'total'> = {
    // A child's own start stands with its parent, and a run that continues another with that one.
    start: count((event) => isOwnStart(event)),
    child: count((event) => event.childWorkflowExecutionStartedEventAttributes),
    activity: events.reduce(
      (sum, event) => sum + (event.activityTaskStartedEventAttributes?.attempt ?? 0),
      0,
    ),
    timer: count((event) => event.timerStartedEventAttributes),
    signal: count(
      (event) =>
        event.workflowExecutionSignaledEventAttributes ??
        event.signalExternalWorkflowExecutionInitiatedEventAttributes,
    ),
    update: count((event) => event.workflowExecutionUpdateAcceptedEventAttributes),
    attributes: count(
      (event) =>
        event.upsertWorkflowSearchAttributesEventAttributes ??
        event.workflowPropertiesModifiedEventAttributes,
    ),
    continueAsNew: count((event) => event.workflowExecutionContinuedAsNewEventAttributes),
  };
  const priced = Object.entries(PRICES).map(([name, price]) => price * Reflect.get(times, name));
  return { ...times, total: priced.reduce((sum, each) => sum + each, 0) };
}

function isOwnStart({ workflowExecutionStartedEventAttributes: started }: HistoryEvent): boolean {
  if (!started) return false;
  return !started.parentWorkflowExecution && !started.continuedExecutionRunId;
}

/** The encoded size of each event, largest first: `activityTaskScheduled create` and its bytes. */
export function bytesByEvent(history: History): { event: string; bytes: number }[] {
  return (history.events ?? [])
    .map((event) => ({
      event: `${event.eventId} ${nameOf(event)}`,
      bytes: proto.temporal.api.history.v1.HistoryEvent.encode(event).finish().length,
    }))
    .sort((a, b) => b.bytes - a.bytes);
}

const SUFFIX = 'EventAttributes';

function nameOf(event: HistoryEvent): string {
  const found = Object.entries(event).find(([name, value]) => name.endsWith(SUFFIX) && value);
  const type = event.activityTaskScheduledEventAttributes?.activityType?.name;
  return [found?.[0].slice(0, -SUFFIX.length) ?? 'event', type].filter(Boolean).join(' ');
}
