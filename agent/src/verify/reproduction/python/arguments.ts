import { t } from '@vscode/l10n';
import type { ImportInfo } from '../../../language/language.ts';
import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import type { TestPlan } from '../../frameworks/framework.ts';
import { type Borrowed, borrowCall } from '../borrow.ts';
import { capturedPythonValue } from '../python-repr.ts';
import { redact } from '../redact.ts';
import type { Target } from '../target.ts';
import { parts, type Value } from '../value.ts';
import { fileOfClass, importedClasses, namedIn } from './classes.ts';

export interface Argument {
  readonly name: string;
  /** Given by name in the call. */
  readonly keyword: boolean;
  readonly value: Value;
}

/** What a call is made with. */
export interface Arguments {
  readonly arguments: readonly Argument[];
  readonly self: Value | undefined;
  /** Parts that were not captured were left out or made anew: the exception has to come back to the letter. */
  readonly guessed: boolean;
  /** Nothing of it is from the event. */
  readonly madeUp?: boolean;
  /** The object that the method is called on, as an existing test leaves it. */
  readonly prepared?: Borrowed;
  /** Import lines and statements that came with instances taken from existing tests. */
  readonly imports: readonly ImportInfo[];
  readonly lines: readonly string[];
}

/** What was captured of the frame's parameters, or why the call cannot be rebuilt. */
export async function pythonArguments(
  context: VerifyContext,
  plan: TestPlan,
  target: Target,
): Promise<Arguments | { reason: string }> {
  const given: Argument[] = [];
  const imports: ImportInfo[] = [];
  const lines: string[] = [];
  let skipped = false;
  let guessed = false;
  for (const parameter of target.function.parameters) {
    const { name, rest, hasDefault, keywordOnly } = parameter;
    const raw = Object.hasOwn(target.variables, name) ? target.variables[name] : undefined;
    const captured = raw === undefined ? undefined : redact(capturedPythonValue(raw), name);
    let value = captured === undefined ? undefined : withoutHoles(captured);
    if (captured && value && value !== captured) guessed = true;
    if (value === undefined && captured?.kind === 'hole' && !rest) {
      value = await importable(context, plan, captured.text);
      const made = value ? undefined : await instanceLike(context, plan, captured.text);
      if (made) {
        guessed = true;
        imports.push(...made.imports);
        lines.push(...made.lines);
        value = made.value;
      }
    }
    if (value === undefined) {
      if (hasDefault || rest) {
        skipped = true;
        continue;
      }
      const absent = captured === undefined;
      return {
        reason: absent ? t('{0} is not in the event', name) : t('{0} was not captured as a value', name),
      };
    }
    if (!rest) given.push({ name, keyword: keywordOnly || skipped, value });
    else if (value.kind === 'record') {
      for (const [key, item] of value.entries) {
        if (key.kind === 'literal' && /^[A-Za-z_]\w*$/.test(String(key.value)))
          given.push({ name: String(key.value), keyword: true, value: item });
      }
    } else if ('items' in value)
      given.push(...value.items.map(item => ({ name, keyword: false, value: item })));
  }
  const self = Object.hasOwn(target.variables, 'self')
    ? redact(capturedPythonValue(target.variables['self']))
    : undefined;
  return { arguments: given, self, guessed, imports, lines };
}

/** What the project or Python has under the name that was captured. */
async function importable(context: VerifyContext, plan: TestPlan, repr: string): Promise<Value | undefined> {
  const value = namedIn(repr);
  if (value?.kind !== 'member') return undefined;
  const { rename } = await importedClasses(context, plan.project, [value], async file => file);
  return rename(value.name) === undefined ? undefined : value;
}

/** The value without the entries of records that were not captured; undefined when anything else is missing. */
function withoutHoles(value: Value): Value | undefined {
  if (value.kind === 'record') {
    const kept = value.entries.flatMap(([key, item]) => {
      const whole = withoutHoles(item);
      return whole === undefined ? [] : [[key, whole] as const];
    });
    const same =
      kept.length === value.entries.length && kept.every(([, item], at) => item === value.entries[at]?.[1]);
    if (same) return value;
    return kept.length === 0 ? undefined : { ...value, entries: kept };
  }
  for (const part of parts(value)) if (part.kind === 'hole') return undefined;
  return value;
}

/** An instance of the class that a `repr` names: made without arguments where that works, else as an existing test does. */
async function instanceLike(
  context: VerifyContext,
  plan: TestPlan,
  repr: string,
): Promise<{ value: Value; imports: readonly ImportInfo[]; lines: readonly string[] } | undefined> {
  const name = /^<(?:[\w.]+\.)?([A-Za-z_]\w*)(?: object| instance)? at 0x[0-9a-f]+>$/i.exec(repr)?.[1];
  const file = name === undefined ? undefined : await fileOfClass(context, plan.project, name);
  if (name === undefined || file === undefined) return undefined;
  const language = await languageOf(file);
  const text = await context.sources.read(file);
  const builder =
    language && text !== undefined
      ? language
          .functions(language.parse(text))
          .find(info => info.kind === 'constructor' && info.className === name)
      : undefined;
  if (builder && !builder.parameters.some(part => !part.hasDefault && !part.rest)) {
    return { value: { kind: 'call', name, positional: [], named: [] }, imports: [], lines: [] };
  }
  const borrowed = await borrowCall(context, plan.testFiles, name);
  if (borrowed === undefined || borrowed.imports.some(entry => entry.source.startsWith('.')))
    return undefined;
  return {
    value: { kind: 'source', text: borrowed.expression },
    imports: borrowed.imports,
    lines: borrowed.statements.flatMap(statement => statement.split('\n')),
  };
}
