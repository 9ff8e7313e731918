/**
 * Wakes a run's loop: rung by whatever comes in, heard by the loop. Rung while nobody listens, it is heard at once. A
 * promise and not a `condition`: each condition that comes true costs one more entry into the workflow's sandbox.
 *
 * So how many awaits lie between here and the loop's next command decides whether that command stands before or after
 * the completion of the update that rang, which histories remember: an await more or less is a change of the workflow.
 */
export class Bell {
  private rung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Something came in since the loop last heard it. */
  hasRung(): boolean {
    return this.rung;
  }

  /** Resolves once it has rung. */
  async heard(): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.wake = null;
    this.rung = false;
  }
}
