import { QUEUES } from '../contract/names.ts';

/** The Temporal UI with a list that is filtered to what waits on our queue; newest first. */
export function listLink(
  uiUrl: string,
  namespace: string,
  query = `TaskQueue="${QUEUES.workflows}"`,
): string {
  return `${uiUrl}/namespaces/${namespace}/workflows?query=${encodeURIComponent(query)}`;
}

/** One run in the Temporal UI, on its timeline. */
export function runLink(uiUrl: string, namespace: string, workflowId: string, runId: string): string {
  return `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}/${runId}/timeline`;
}
