import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { quoted } from '../edit/layout.ts';
import { type DefaultValue, emptyOfType, standsAlone } from './values.ts';

/**
 * What a function could give back when its input is empty: what it gives back early already, its written type, its
 * docstring, what its siblings do, and what kind of value it computes. Likeliest first.
 */
export function emptyResults(info: FunctionInfo, file: SourceFile): DefaultValue[] {
  const { language } = file;
  const votes = new Map<string, number>();
  const vote = (text: string | undefined, weight: number) => {
    if (text !== undefined) votes.set(text, Math.max(votes.get(text) ?? 0, weight));
  };
  const values = language.returns(info).flatMap(found => (found.value ? [language.unwrap(found.value)] : []));
  for (const value of values) {
    if (values.length > 1 && (standsAlone(value, file) || language.isNothing(value))) vote(value.text, 0.95);
  }
  vote(documented(info, file), 0.94);
  vote(typed(info, file), 0.9);
  for (const value of siblingResults(info, file)) vote(value, /^None$|^null$/.test(value) ? 0.75 : 0.86);
  for (const value of values) vote(computed(value, file) ?? built(value, info, file), 0.84);
  if (votes.size === 0 && values.length === 0) vote('', 0.6);
  vote(language.family === 'python' ? 'None' : 'undefined', 0.4);
  return [...votes].map(([text, weight]) => ({ text, weight })).sort((a, b) => b.weight - a.weight);
}

function typed(info: FunctionInfo, file: SourceFile): string | undefined {
  const type = info.returnType;
  if (type === 'float') return '0.0';
  if (type === 'Decimal') return "Decimal('0')".replaceAll("'", file.text.includes('Decimal("') ? '"' : "'");
  if (type && /\b(None|Optional|null|undefined)\b/.test(type))
    return file.language.family === 'python' ? 'None' : /null/.test(type) ? 'null' : 'undefined';
  return emptyOfType(type, file);
}

function documented(info: FunctionInfo, file: SourceFile): string | undefined {
  const first = info.body?.parts[0];
  const inside = first?.parts[0]?.type === 'string' ? first.parts[0].text : '';
  const above = info.node.tree.text.slice(Math.max(0, info.node.start - 400), info.node.start);
  const text =
    inside ||
    (/\*\/\s*(export\s+)?(default\s+)?(async\s+)?$/.test(above) ? above.slice(above.lastIndexOf('/**')) : '');
  const stated =
    /(?:returns?|gives?|is|or)?\s*[`'"]?(None|null|undefined|0(?:\.0+)?|zero|\[\]|an empty (?:list|array|string|dict)|-1|NaN)[`'"]?\s+(?:if|when|for|on|without|where)\b[^.\n]*\b(?:empty|no|none|nothing|without)\b/i.exec(
      text,
    ) ??
    /\b(?:if|when|for|without)\b[^.\n]*\b(?:empty|no|none|nothing)\b[^.\n]*?\b(?:returns?|gives?|is|yields?)\s+[`'"]?(None|null|undefined|0(?:\.0+)?|zero|\[\]|an empty (?:list|array|string|dict)|-1|NaN)/i.exec(
      text,
    );
  const value = stated?.[1]?.toLowerCase();
  if (value === undefined) return undefined;
  const python = file.language.family === 'python';
  if (value === 'zero') return '0';
  if (value === 'none' || value === 'null') return python ? 'None' : 'null';
  if (/list|array/.test(value)) return '[]';
  if (/string/.test(value)) return "''";
  if (/dict/.test(value)) return '{}';
  return value === 'nan' ? (python ? "float('nan')" : 'NaN') : value;
}

/** What other functions of the file return right at the start when something is empty. */
export function siblingResults(info: FunctionInfo, file: SourceFile): string[] {
  const { language } = file;
  const found: string[] = [];
  for (const other of language.functions(file.tree)) {
    if (other.node === info.node || !other.body) continue;
    for (const { statement, value } of language.returns(other)) {
      const check =
        statement.parent?.type === 'if_statement' ? statement.parent : statement.ancestor('if_statement');
      const condition = language.unwrap(check?.child('condition') ?? statement).text;
      if (value && check && /^(not \w+|!\w+(\.length)?|len\(\w+\) == 0|\w+\.length === 0)$/.test(condition)) {
        if (standsAlone(value, file) || language.isNothing(language.unwrap(value))) found.push(value.text);
      }
    }
  }
  return found;
}

/** The empty value of a variable that is set up empty and then filled. */
function built(value: SyntaxNode, info: FunctionInfo, file: SourceFile): string | undefined {
  if (!info.body || !file.language.isIdentifier(value)) return undefined;
  const first = file.language.assignments(info.body).find(found => found.target.text === value.text)?.value;
  return first && !/^-?\d/.test(first.text) && standsAlone(first, file) ? first.text : undefined;
}

/** Whether a part is added up to the whole, and not part of what is added. */
function isSummand(part: SyntaxNode, whole: SyntaxNode): boolean {
  for (let at = part; at !== whole; at = at.parent) {
    if (at.parent === undefined || at.parent.child('operator')?.type !== '+') return false;
  }
  return part !== whole;
}

function isText(node: SyntaxNode, { language }: SourceFile): boolean {
  return language.string(node) !== undefined || /^template_string$|^concatenated_string$/.test(node.type);
}

/** The empty value of what an expression computes. */
function computed(value: SyntaxNode, file: SourceFile): string | undefined {
  const { language } = file;
  if (/\bDecimal\(/.test(value.text)) return /Decimal\("/.test(file.text) ? 'Decimal("0")' : "Decimal('0')";
  if (/^(binary_operator|binary_expression)$/.test(value.type)) {
    const operator = value.child('operator')?.type;
    if (operator === '+' && [...value.walk()].some(part => isSummand(part, value) && isText(part, file)))
      return quoted('', file);
    if (language.string(value.parts[0] ?? value) !== undefined) return undefined;
    const text = value.text;
    return text.includes('/') &&
      !text.includes('//') &&
      file.language.family === 'python' &&
      /\b0\.0\b|float/.test(file.text)
      ? '0.0'
      : '0';
  }
  if (language.list(value) || /^(list_comprehension|array)$/.test(value.type))
    return value.type === 'tuple' ? undefined : '[]';
  if (language.record(value) || value.type === 'dictionary_comprehension') return '{}';
  const call = language.call(value);
  const name = call ? (language.member(call.callee)?.property ?? call.callee).text : '';
  if (/^(sum|round|len|mean|fmean|median|int|abs|floor|ceil|stdev|pstdev|variance)$/.test(name)) return '0';
  if (name === 'float') return '0.0';
  if (/^(sorted|list|map|filter|slice|concat)$/.test(name)) return '[]';
  if (
    /^(join|format|strip|lower|upper|trim|str|toFixed|substring|substr|charAt|padStart|padEnd|repeat)$/.test(
      name,
    )
  )
    return quoted('', file);
  if (/^(?:to(?:Upper|Lower)Case|replace|replaceAll)$/.test(name)) return quoted('', file);
  return undefined;
}
