import { workflowInfo } from '@temporalio/workflow';

/** True in a run that a person reset: what its earlier life sent after that point is unknown, and may still be out. */
export const isReset = (): boolean => workflowInfo().runId !== workflowInfo().originalExecutionRunId;
