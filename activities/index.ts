import { ApplicationFailure } from '@temporalio/activity';
import { cancel } from './cancel.ts';
import { confirm } from './confirm.ts';
import { create } from './create.ts';
import { find } from './find.ts';
import { observe } from './observe.ts';
import { pay } from './pay.ts';
import { payBatch } from './pay-batch.ts';
import { preview } from './preview.ts';
import type { ApiActivities, SpendActivities } from './types.ts';
import { type ActivityOptions, type World, worldOf } from './world.ts';

export { PLATFORM_TROUBLE } from './look.ts';
export type * from './types.ts';
export type { ActivityOptions } from './world.ts';

/** What a worker puts on the queues: `api` on `pandapon-api`, `spend`, whatever moves money, on `pandapon-spend`. */
export interface Activities {
  api: ApiActivities;
  spend: SpendActivities;
}

/** Makes the activities, the only place where a run touches the platform. */
export function createActivities(options: ActivityOptions): Activities {
  const world = worldOf(options);
  const on1688 =
    <Input extends { platform: string }, Result>(run: (world: World, input: Input) => Promise<Result>) =>
    async (input: Input): Promise<Result> => {
      if (input.platform === '1688') return run(world, input);
      throw ApplicationFailure.nonRetryable(`platform ${input.platform}: its orders can't be bought yet`);
    };
  return {
    api: { preview: on1688(preview), find: on1688(find), observe: on1688(observe), cancel: on1688(cancel) },
    spend: { create: on1688(create), pay: on1688(pay), payBatch: on1688(payBatch), confirm: on1688(confirm) },
  };
}
