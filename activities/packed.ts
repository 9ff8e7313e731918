import { type Packed, packResult } from '../contract/index.ts';
import type { ApiActivities, SpendActivities } from './types.ts';

/** Activities as workers register them: their results are packed for histories, and unpacked by the run. */
export type PackedActivities<A> = {
  [Name in keyof A]: A[Name] extends (input: infer Input) => Promise<infer Result>
    ? (input: Input) => Promise<Packed<Result>>
    : never;
};

export type PackedApiActivities = PackedActivities<ApiActivities>;
export type PackedSpendActivities = PackedActivities<SpendActivities>;

const packed =
  <Input, Result>(run: (input: Input) => Promise<Result>, followUp: boolean) =>
  async (input: Input): Promise<Packed<Result>> =>
    packResult(await run(input), followUp);

/** What a worker puts on the queues. The activities of one order leave out what its run knows already. */
export const packActivities = (activities: {
  api: ApiActivities;
  spend: SpendActivities;
}): { api: PackedApiActivities; spend: PackedSpendActivities } => ({
  api: {
    preview: packed(activities.api.preview, false),
    find: packed(activities.api.find, false),
    observe: packed(activities.api.observe, true),
    cancel: packed(activities.api.cancel, true),
  },
  spend: {
    create: packed(activities.spend.create, false),
    pay: packed(activities.spend.pay, true),
    payBatch: packed(activities.spend.payBatch, false),
    confirm: packed(activities.spend.confirm, true),
  },
});
