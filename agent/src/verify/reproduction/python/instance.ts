import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { VerifyContext } from '../../context.ts';
import type { TestPlan } from '../../frameworks/framework.ts';
import { type Borrowed, borrowCall } from '../borrow.ts';
import type { Exemplar } from '../exemplar.ts';
import type { Target } from '../target.ts';
import type { Value } from '../value.ts';
import type { ImportedClasses } from './classes.ts';
import { importLine } from './imports.ts';
import { pythonSource } from './source.ts';
import type { PythonStyle } from './style.ts';
import { snake } from './test-file.ts';
import { hasFixture } from './web-replay.ts';

/** How a test comes by the object that a method is called on. */
export interface Instance {
  readonly expression: string;
  /** The name to be imported from the frame's own module. */
  readonly imported?: string;
  /** What came with an instance taken from an existing test. */
  readonly imports?: readonly string[];
  readonly lines?: readonly string[];
  readonly fixtures?: readonly string[];
}

/**
 * The object as it was captured; else one as existing tests make it; else one without arguments. A mapping is captured as
 * what is in it: its entries are put into a new one.
 */
export async function instanceFor(
  about: {
    readonly context: VerifyContext;
    readonly plan: TestPlan;
    readonly target: Target;
    readonly exemplar: Exemplar | undefined;
    readonly style: PythonStyle;
    readonly classes: ImportedClasses;
  },
  owner: string,
  self: Value | undefined,
): Promise<Instance | { reason: string }> {
  const { context, plan, target, exemplar, style, classes } = about;
  const write = (value: Value) => pythonSource(value, style, classes.rename);
  const asCaptured = self?.kind === 'call' || self?.kind === 'member' ? write(self) : undefined;
  if (asCaptured !== undefined) return { expression: asCaptured };
  const builder = target.language
    .functions(target.tree)
    .find(other => other.kind === 'constructor' && other.className === owner);
  const needs = builder?.parameters.some(part => !part.hasDefault && !part.rest) ?? false;
  // What takes anything may need something all the same.
  const open = builder?.parameters.some(part => part.rest) ?? false;
  for (const fixtures of needs || open ? [false, true] : []) {
    const shown = await borrowCall(context, plan.testFiles, owner, fixtures);
    if (shown !== undefined && (await canBeWritten(shown, context, exemplar, style))) return asShown(shown);
  }
  if (needs) return { reason: t('a {0} cannot be made without arguments, and no test shows how', owner) };
  if (self?.kind !== 'record') return { expression: `${owner}()`, imported: owner };
  const name = snake(owner);
  const entries = self.entries.map(([key, value]) => [write(key), write(value)]);
  if (entries.flat().includes(undefined)) return { reason: t('what is in the {0} was not captured', owner) };
  const lines = [`${name} = ${owner}()`, ...entries.map(([key, value]) => `${name}[${key}] = ${value}`)];
  return { expression: name, imported: owner, lines: lines.flatMap(line => line.split('\n')) };
}

async function canBeWritten(
  { imports, fixtures }: Borrowed,
  context: VerifyContext,
  exemplar: Exemplar | undefined,
  style: PythonStyle,
): Promise<boolean> {
  if (imports.some(entry => entry.source.startsWith('.'))) return false;
  if (fixtures.length > 0 && (style.shape !== 'function' || exemplar === undefined)) return false;
  const folder = posix.dirname(exemplar?.path ?? '');
  const there = await Promise.all(fixtures.map(name => hasFixture(context, folder, name)));
  return there.every(Boolean);
}

/** An instance as it stands in a test. */
export function asShown({ expression, imports, statements, fixtures }: Borrowed): Instance {
  return {
    expression,
    imports: imports.map(importLine),
    lines: statements.flatMap(statement => statement.split('\n')),
    fixtures,
  };
}
