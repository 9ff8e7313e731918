import type { Command } from 'commander';
import { z } from 'zod';
import { action, type Context } from '../action.ts';

const options = z.object({ callbackUrl: z.string().optional() });

/** `orders doctor`: is everything there that a purchase needs? */
export function addDoctor(program: Command, context: Context): void {
  program
    .command('doctor')
    .summary('check Temporal, platform, key, clock and callbacks')
    .description(
      'Looks at Temporal (namespace, search attributes, retention, workers, spending) and at the platform (real or sandbox, clock, key and signature by one read, callback URL). Changes nothing. Ends with 8 when a check fails.',
    )
    .option('--callback-url <url>', 'where the platform pushes callbacks to')
    .action(
      action(context, options, async (asked) => {
        const { doctor } = await import('../doctor/doctor.ts');
        return doctor(asked);
      }),
    );
}
