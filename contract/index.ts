/** The plain door: names, types and tables. Workflow code takes only this one; the schemas are in `schemas.ts`. */
export * from './commands.ts';
export * from './errors.ts';
export { mergeRequest, type RequestChange, type RequestQueryAnswer, TAGGED_MESSAGE_MAX } from './merge.ts';
export * from './names.ts';
export * from './observation.ts';
export * from './observation-packing.ts';
export * from './platform-words.ts';
export * from './purchase.ts';
export * from './stages.ts';
export * from './stuck.ts';
export * from './view.ts';
export * from './view-packing.ts';
