import type { CallOptions } from './client.ts';
import {
  type AnswerOf,
  isOperationName,
  type OperationName,
  operations,
  type RequestOf,
} from './operations.ts';
import type { Outcome } from './outcome.ts';

/** A call of one operation; the request may be left out where nothing of it is needed. */
type Method<Name extends OperationName> = (
  ...given: Record<string, never> extends RequestOf<Name>
    ? [input?: RequestOf<Name>, options?: CallOptions]
    : [input: RequestOf<Name>, options?: CallOptions]
) => Promise<Outcome<AnswerOf<Name>>>;

type PlatformIn<Name> = Name extends `${infer Platform}.${string}` ? Platform : never;
type SubjectIn<Name, Platform extends string> = Name extends `${Platform}.${infer Subject}.${string}`
  ? Subject
  : never;
type VerbIn<Name, Subject extends string> = Name extends `${Subject}.${infer Verb}` ? Verb : never;

/** Every operation as a method by the parts of its name: made from the table, by type and at run time. */
export type Methods = {
  readonly [Platform in PlatformIn<OperationName>]: {
    readonly [Subject in SubjectIn<OperationName, Platform>]: {
      readonly [Verb in VerbIn<OperationName, `${Platform}.${Subject}`>]: Method<
        Extract<OperationName, `${Platform}.${Subject}.${Verb}`>
      >;
    };
  };
};

/** A caller of anything: each method's own type says what it takes. */
interface AnyCaller {
  call(name: OperationName, input: object, options?: CallOptions): Promise<Outcome<unknown>>;
}
type AnyMethod = (input?: object, options?: CallOptions) => Promise<Outcome<unknown>>;

/** The methods of a caller. */
export function methodsOf(caller: AnyCaller): Methods {
  const tree: Record<string, Record<string, Record<string, AnyMethod>>> = {};
  for (const name of Object.keys(operations).filter(isOperationName)) {
    const [platform = '', subject = '', verb = ''] = name.split('.');
    tree[platform] ??= {};
    const subjects = tree[platform];
    subjects[subject] ??= {};
    subjects[subject][verb] = (input = {}, options) => caller.call(name, input, options);
  }
  // The parts of names became keys; TypeScript cannot follow them through a split.
  return tree as unknown as Methods;
}
