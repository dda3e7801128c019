import type { LanguageName } from './toolchain.ts';

/** A mistake on one line. `undefined` in place of the line takes it away. */
export interface Mutation {
  readonly operator: string;
  /** From 1. */
  readonly line: number;
  readonly replacement: string | undefined;
}

interface Operator {
  readonly name: string;
  readonly languages?: readonly LanguageName[];
  readonly pattern: RegExp;
  /** `delete`, or the text that takes the place of what the pattern matched. */
  readonly to: 'delete' | ((found: RegExpExecArray, language: LanguageName) => string);
}

const nothing: Readonly<Record<LanguageName, string>> = {
  javascript: 'null',
  python: 'None',
  go: 'nil',
  ruby: 'nil',
};

const operators: readonly Operator[] = [
  {
    name: 'returns nothing',
    languages: ['javascript', 'python', 'ruby'],
    pattern: /\breturn (?!null|None|nil|true|false|True|False|\()[\w.$]+(?:\([^()]*\))?(;?)$/,
    to: (found, language) => `return ${nothing[language]}${found[1]}`,
  },
  {
    name: 'forgets to return',
    languages: ['javascript', 'python'],
    pattern: /^(\s+)return ((?:[\w$]+\.)*[\w$]+(?:\(.*\)|\[.*\])?;?)$/,
    to: found => `${found[1]}${found[2]}`,
  },
  {
    name: 'drops a guard',
    languages: ['javascript', 'ruby'],
    pattern: /^\s*(?:if \(.*\) (?:return|continue|throw)\b.*;|(?:return|next|raise)\b.* (?:if|unless) .*)$/,
    to: 'delete',
  },
  {
    name: 'drops a default',
    pattern: /^\s*(?:var |let |const )?([\w.$]+) = \1 (?:\|\||or|\?\?) .*$/,
    to: 'delete',
  },
  {
    name: 'forgets the default',
    pattern: / (?:\|\||\?\?) (?:\{\}|\[\]|''|""|0)/,
    to: () => '',
  },
  {
    name: 'forgets the default',
    languages: ['python'],
    pattern: /\.get\(([^(),]+)(?:, [^(),]+)?\)/,
    to: found => `[${found[1]}]`,
  },
  {
    name: 'drops an assignment',
    languages: ['javascript', 'python', 'ruby'],
    pattern: /^\s+(?:(?:this|self)\.[\w$]+|@\w+) = .*[^{([,:]$/,
    to: 'delete',
  },
  {
    name: 'starts with nothing',
    languages: ['javascript', 'python', 'ruby'],
    pattern: / = (?:\[\]|\{\}|''|"")(;?)$/,
    to: (found, language) => ` = ${nothing[language]}${found[1]}`,
  },
  {
    name: 'takes a wrong field',
    languages: ['javascript', 'python'],
    pattern: /(\b(?!self\b|this\b)[\w$]+\.)([a-z_]\w{3,})(?=[.[])/,
    to: found => `${found[1]}${misspelt(found[2] ?? '')}`,
  },
  {
    name: 'takes a wrong key',
    languages: ['javascript', 'python', 'ruby'],
    pattern: /\[(['"])([a-z_]\w{2,})\1\]/,
    to: found => `[${found[1]}${misspelt(found[2] ?? '')}${found[1]}]`,
  },
  {
    name: 'writes a wrong field',
    languages: ['javascript', 'python'],
    pattern: /^(\s+(?:this|self)\.)([a-z_]\w{2,})(?= = )/,
    to: found => `${found[1]}${misspelt(found[2] ?? '')}`,
  },
  { name: 'goes one too far', pattern: / < ([\w.$]*(?:length|len|size)\b)/, to: found => ` <= ${found[1]}` },
  { name: 'goes one too far', pattern: /range\(len\((\w+)\)\)/, to: found => `range(len(${found[1]}) + 1)` },
  { name: 'goes one too far', pattern: / < len\((\w+)\)/, to: found => ` <= len(${found[1]})` },
  { name: 'is off by one', pattern: /\[0\]/, to: () => '[1]' },
  { name: 'is off by one', pattern: /\[([ij]|idx|index|pos)\]/, to: found => `[${found[1]}+1]` },
  {
    name: 'leaves an argument out',
    languages: ['javascript', 'python', 'ruby'],
    pattern: /([\w$]\([\w.$'"]+), [\w.$'"]+\)/,
    to: found => `${found[1]})`,
  },
  {
    name: 'confuses arguments',
    pattern: /([\w$]\()([a-z_][\w.$]*), ([a-z_][\w.$]*)\)/,
    to: found => `${found[1]}${found[3]}, ${found[2]})`,
  },
  {
    name: 'passes nothing',
    languages: ['javascript', 'python'],
    pattern: /([\w$]\()([a-z_][\w.$]*)([,)])/,
    to: (found, language) => `${found[1]}${nothing[language]}${found[3]}`,
  },
  {
    name: 'turns a condition round',
    languages: ['javascript', 'go'],
    pattern: /^(\s*(?:\} else )?if \()([\w.$]+)\) /,
    to: found => `${found[1]}!${found[2]}) `,
  },
  { name: 'turns a condition round', pattern: /\bis not None\b/, to: () => 'is None' },
  { name: 'turns a condition round', pattern: /\bis None\b/, to: () => 'is not None' },
  { name: 'turns a condition round', pattern: / != nil\b/, to: () => ' == nil' },
  { name: 'turns a condition round', pattern: /^(\s*)if not /, to: found => `${found[1]}if ` },
  { name: 'asks for one of both', pattern: / && /, to: () => ' || ' },
  { name: 'asks for one of both', languages: ['python', 'ruby'], pattern: / and /, to: () => ' or ' },
  { name: 'makes nothing', languages: ['go'], pattern: /\bmake\(map\[[^()]*\)/, to: () => 'nil' },
  { name: 'cuts too far', languages: ['go'], pattern: /\[(\w+):\]/, to: found => `[${found[1]}+1:]` },
  { name: 'cuts too far', languages: ['go'], pattern: /\[:(\w+)\]/, to: found => `[:${found[1]}+1]` },
];

/** Every mistake that a line can be given. */
export function mutationsOf(text: string, line: number, language: LanguageName): Mutation[] {
  if (text.length > 200 || /^\s*(?:\/\/|#|\*|\/\*|"""|''')/.test(text)) return [];
  return operators.flatMap(({ name, languages, pattern, to }): Mutation[] => {
    if (languages !== undefined && !languages.includes(language)) return [];
    const found = pattern.exec(text);
    if (found === null) return [];
    if (to === 'delete') return [{ operator: name, line, replacement: undefined }];
    const end = found.index + found[0].length;
    const replacement = `${text.slice(0, found.index)}${to(found, language)}${text.slice(end)}`;
    return replacement === text ? [] : [{ operator: name, line, replacement }];
  });
}

function misspelt(name: string): string {
  return name.endsWith('s') ? name.slice(0, -1) : `${name}s`;
}
