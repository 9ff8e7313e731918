/** Activities that do nothing but answer so many bytes. */
export interface BareActivities {
  preview(filler?: string, answerBytes?: number): Promise<string>;
  create(filler?: string, answerBytes?: number): Promise<string>;
  /** The platform then tells the run that it was paid, shipped, signed for. */
  pay(workflowId: string, answerBytes?: number, filler?: string): Promise<string>;
  observe(filler?: string, answerBytes?: number): Promise<string>;
  confirm(filler?: string, answerBytes?: number): Promise<string>;
}

const text = (bytes = 0): string => 'x'.repeat(Math.max(0, bytes - 2));

/** `tell` sends one signal to a run; the second and third follow after `stepMs` each. */
export function bareActivities(tell: (workflowId: string) => void, stepMs: number): BareActivities {
  const answer = async (_filler?: string, answerBytes?: number): Promise<string> => text(answerBytes);
  return {
    preview: answer,
    create: answer,
    observe: answer,
    confirm: answer,
    pay: async (workflowId, answerBytes) => {
      tell(workflowId);
      setTimeout(() => tell(workflowId), stepMs);
      setTimeout(() => tell(workflowId), 2 * stepMs);
      return text(answerBytes);
    },
  };
}
