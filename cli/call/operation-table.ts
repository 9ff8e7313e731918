import {
  type EndpointOverrides,
  endpointOf,
  isOperationName,
  type OperationName,
  operations,
} from '../../pandapon/index.ts';
import { table } from '../text/table.ts';

/** One operation as the list shows it, at the place where it is reached. */
export interface ListedOperation {
  name: OperationName;
  effect: 'read' | 'effect';
  method: string;
  path: string;
  /** The path or method comes from the overrides file. */
  overridden: boolean;
  source: 'documented' | 'inferred' | 'assumed';
  title: string;
}

/** Every operation of the platform, overrides applied. */
export function listedOperations(overrides: EndpointOverrides): ListedOperation[] {
  return Object.keys(operations)
    .filter(isOperationName)
    .map((name) => {
      const { effect, source, title } = operations[name];
      const overridden = overrides[name] !== undefined;
      return { name, effect, ...endpointOf(name, overrides), overridden, source, title };
    });
}

/** The list as a table. */
export function operationTable(listed: readonly ListedOperation[]): string {
  const columns = ['OPERATION', 'EFFECT', 'METHOD', 'PATH', 'SOURCE', 'WHAT'].map((head) => ({ head }));
  const rows = listed.map((each) => [
    each.name,
    each.effect === 'effect' ? 'yes' : 'no',
    each.method,
    each.path,
    each.overridden ? 'overridden' : each.source,
    each.title,
  ]);
  return table(columns, rows);
}
