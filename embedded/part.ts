import { type Child, type ChildOptions, describeExit, startChild, untilReady } from './child.ts';

export interface PartOptions {
  child: ChildOptions;
  /** True once it serves. */
  probe: () => Promise<boolean>;
  say: (line: string) => void;
  /** Starts it again when it ends unasked. @default false */
  keepUp?: boolean | undefined;
}

/** One process of the stack. */
export interface Part {
  readonly name: string;
  /** The process as it is now; another one after a restart. */
  readonly child: Child;
  /** Starts a process in place of one that has ended, and waits until it serves. */
  start(): Promise<void>;
  /** SIGTERM, later SIGKILL; it is not started again. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Starts a part and waits until it serves. With `keepUp` one that ends unasked is started again: after a second, then after ever
 * longer pauses while it does not come up.
 * Throws an `Error` of one line with its last words when it does not come up at first.
 */
export async function startPart({ child: options, probe, say, keepUp = false }: PartOptions): Promise<Part> {
  let wanted = true;
  let child = await startChild(options);
  await untilServing();
  watch();

  async function untilServing(): Promise<void> {
    try {
      await untilReady(child, probe);
    } catch (error) {
      await child.stop();
      throw error;
    }
  }

  async function restart(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (!wanted) return;
      try {
        child = await startChild(options);
        await untilServing();
        say(`${options.name} is up again`);
        watch();
        return;
      } catch (error) {
        if (wanted) say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  function watch(): void {
    if (!keepUp) return;
    const watched = child;
    void watched.ended.then((exit) => {
      if (!wanted || watched !== child) return;
      // One that was killed has not said why.
      const words = exit.signal === null ? `: ${watched.lastWords()}` : '';
      say(`${options.name} ${describeExit(exit)}${words}`);
      void restart();
    });
  }

  return {
    name: options.name,
    get child() {
      return child;
    },
    async start() {
      if (child.exit() === null) return;
      wanted = true;
      child = await startChild(options);
      await untilServing();
      watch();
    },
    async stop() {
      wanted = false;
      await child.stop();
    },
  };
}
