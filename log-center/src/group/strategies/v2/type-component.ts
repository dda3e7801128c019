import type { GroupingComponent } from '@errata/protocol/grouping';
import { moduleName } from '../../frames/names.ts';
import type { Trace } from './trace-of.ts';

/** Some clients send the type with its package and some without: the last name is what they share. */
export function typeComponent(trace: Trace, contributes: boolean, hint: string): GroupingComponent {
  const { type } = trace.exception;
  const value = /^[\w$.:\\/@`+-]{1,300}$/.test(type)
    ? (moduleName(type)
        .split(/[.:\\/+]+/)
        .at(-1) ?? type)
    : type;
  return { exception: trace.index, kind: 'type', value, contributes, hint };
}
