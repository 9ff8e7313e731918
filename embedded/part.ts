import { type Child, type ChildOptions, describeExit, startChild, untilReady } from './child.ts';

export interface PartOptions {
  child: ChildOptions;
  /** True once it serves. */
  probe: () => Promise<boolean>;
  say: (line: string) => void;
  /** Starts it again when it ends unasked. @default false */
  keepUp?: boolean;
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
  let child = await begin();

  async function begin(): Promise<Child> {
    const started = await startChild(options);
    try {
      await untilReady(started, probe);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async function restart(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; wanted; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (!wanted) return;
      try {
        child = await begin();
        say(`${options.name} is up again`);
        watch();
        // Asked to stop while it came up.
        if (!wanted) await child.stop();
        return;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  function watch(): void {
    if (!keepUp) return;
    const watched = child;
    void watched.ended.then((exit) => {
      if (!wanted || watched !== child) return;
      say(`${options.name} ${describeExit(exit)}: ${watched.lastWords()}`);
      void restart();
    });
  }
  watch();

  return {
    name: options.name,
    get child() {
      return child;
    },
    async start() {
      wanted = true;
      if (child.exit() === null) return;
      child = await begin();
      watch();
    },
    async stop() {
      wanted = false;
      await child.stop();
    },
  };
}
