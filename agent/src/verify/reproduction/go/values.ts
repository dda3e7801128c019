import type { Hints } from '../hints.ts';
import type { Target } from '../target.ts';
import { httpValue } from './http-values.ts';
import { type GoClass, type GoPackage, goClass } from './package.ts';

/** A Go expression with the packages that it needs. */
export interface GoValue {
  readonly text: string;
  readonly imports: readonly string[];
  /** Statements that have to stand before it. */
  readonly before?: readonly string[];
  /** It is what the client sent, or what stands beside that; else it is made up. */
  readonly captured?: boolean;
}

const plain = (text: string): GoValue => ({ text, imports: [] });
const deepest = 2;

/** Values of a type, likeliest to raise the exception first. Empty for types that nothing can be made up for. */
export function goValues(type: string, hints: Hints, where: GoPackage, depth = 0): GoValue[] {
  const served = httpValue(type, hints.request);
  if (served !== undefined) return [served];
  const { length } = hints;
  const long = length !== undefined && length > 0 ? length : 2;
  switch (type) {
    case 'string':
      if (hints.text !== undefined) return [JSON.stringify(hints.text), '""'].map(plain);
      return (
        length === undefined || length === 0
          ? ['""', '"a"']
          : [JSON.stringify('a'.repeat(Math.min(length, 60))), '""']
      ).map(plain);
    case 'bool':
      return ['false', 'true'].map(plain);
    case 'error':
      return ['nil'].map(plain);
    case 'any':
    case 'interface{}':
      return ['nil', '"a"'].map(plain);
    case 'context.Context':
      return [{ text: 'context.Background()', imports: ['context'] }];
    case 'time.Time':
      return [{ text: 'time.Time{}', imports: ['time'] }];
    case 'io.Reader':
      return [{ text: 'strings.NewReader("")', imports: ['strings'] }];
    case 'io.Writer':
      return [{ text: 'io.Discard', imports: ['io'] }];
  }
  if (/^(?:u?int(?:8|16|32|64)?|byte|rune|float(?:32|64)|time\.Duration)$/.test(type)) {
    const told = [hints.index, length].filter(value => value !== undefined).map(String);
    const signed =
      type.startsWith('u') || type === 'byte' ? told.filter(text => !text.startsWith('-')) : told;
    const numbers = new Set([...signed, '0', '1']);
    return [...numbers].map(plain);
  }
  if (type.startsWith('[]')) {
    const [element] = goValues(type.slice(2), { missing: false }, where, depth + 1);
    const filled =
      element === undefined
        ? []
        : [
            {
              text: `${type}{${Array<string>(Math.min(long, 60)).fill(element.text).join(', ')}}`,
              imports: element.imports,
            },
          ];
    const empty = plain(`${type}{}`);
    return length !== undefined && length > 0 ? [...filled, empty] : [empty, ...filled];
  }
  if (type.startsWith('map[')) return [plain(`${type}{}`), plain('nil')];
  if (/^(?:func|chan|<-chan)\b/.test(type)) return [plain('nil')];
  const named = goClass(type.replace(/^\*/, ''), where);
  if (named === undefined) return type.startsWith('*') ? [plain('nil')] : [];
  return instances(named, type.startsWith('*'), hints, where, depth);
}

/** Instances of a struct: as its constructors make it, else with what a literal leaves empty. */
export function instances(
  named: GoClass,
  pointer: boolean,
  hints: Hints,
  where: GoPackage,
  depth: number,
): GoValue[] {
  const { name, imports, constructors, kind } = named;
  const nothing = pointer || kind === 'interface' ? [plain('nil')] : [];
  if (kind !== 'struct') return nothing;
  const made =
    depth > deepest
      ? []
      : constructors
          .filter(known => known.pointer === pointer && !known.fails)
          .flatMap(known => {
            const given = known.types.map(type => goValues(type, { missing: false }, where, depth + 1)[0]);
            if (given.includes(undefined)) return [];
            const values = given as GoValue[];
            return [
              {
                text: `${known.name}(${values.map(value => value.text).join(', ')})`,
                imports: [...imports, ...values.flatMap(value => value.imports)],
              },
            ];
          });
  const literal = { text: `${pointer ? '&' : ''}${name}{}`, imports };
  return hints.missing ? [...made, literal, ...nothing] : [...made, literal];
}

/** The types of what a function takes; undefined where one is not written. */
export function parameterTypes(target: Target): string[] | undefined {
  const types = target.function.parameters
    .filter(parameter => !parameter.rest)
    .map(parameter => parameter.type ?? parameter.node.child('type')?.text);
  return types.includes(undefined) ? undefined : (types as string[]);
}
