import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

type Call = NonNullable<ReturnType<Language['call']>>;

/** What is read or called of an object; a call may be one node that holds the object and the method. */
export function memberOf(node: SyntaxNode, language: Language): ReturnType<Language['member']> {
  const callee = language.call(node)?.callee;
  return (
    language.member(node) ??
    (callee && callee.parent === node && callee.type === 'callee' ? language.member(callee) : undefined)
  );
}

/** The name at the end of an expression: of a member, a call's function, a variable. */
export function lastName(node: SyntaxNode, language: Language): string | undefined {
  const inner = language.unwrap(node);
  const call = language.call(inner);
  if (call) return lastName(call.callee, language);
  const property = language.member(inner)?.property;
  if (property) return property.text.replace(/^\$/, '');
  return /^[$@]*[\p{L}_][\p{L}\p{N}_]*[!?]?$/u.test(inner.text)
    ? inner.text.replace(/^[$@]+/, '')
    : undefined;
}

/** A call whose function's name fits. */
export function called(node: SyntaxNode, language: Language, name: RegExp): Call | undefined {
  const call = language.call(node);
  return call && name.test(lastName(call.callee, language) ?? '') ? call : undefined;
}

const indexed =
  /^(?:get|set|charAt|codePointAt|substring|subSequence|subList|remove|elementAt|ElementAt|Substring|RemoveAt|GetRange|Insert|swap_remove|split_at|at|slice|fetch|getInt|setCharAt|insert|getChars|copyOfRange)$/;

/** An access by position, written as a subscript or as a call. */
export function indexing(
  node: SyntaxNode,
  language: Language,
): { object: SyntaxNode; index: SyntaxNode } | undefined {
  const subscript = language.subscript(node);
  if (subscript) return language.string(subscript.index) === undefined ? subscript : undefined;
  if (/^(?:slice_expression)$/.test(node.type)) {
    const [object, index] = [node.child('operand'), node.child('end') ?? node.child('start')];
    return object && index ? { object, index } : undefined;
  }
  const call = called(node, language, indexed);
  const object = call ? language.member(call.callee)?.object : undefined;
  const index = call?.arguments.at(call.arguments.length > 1 ? -1 : 0);
  return object && index ? { object, index } : undefined;
}

const taking =
  /^(?:next|nextElement|nextLine|nextInt|get|getFirst|getLast|getAsInt|orElseThrow|first|last|single|firstKey|lastKey|element|remove|removeFirst|removeLast|pop|peek|iterator|min|max|reduce|average|First|Last|Single|Min|Max|Average|Aggregate|Pop|Dequeue|Peek|Dequeue|sample|array_pop|array_rand|Current)$/;

/** The collection that something is taken from, which has nothing. */
export function emptying(
  node: SyntaxNode,
  callee: string | undefined,
  language: Language,
): SyntaxNode | undefined {
  const call = called(node, language, taking);
  const exact =
    callee === undefined ? call : called(node, language, new RegExp(`^${callee.replace(/\W/g, '')}$`, 'i'));
  if (!exact) return undefined;
  return language.member(exact.callee)?.object ?? exact.arguments[0];
}

const parses =
  /^(?:(?:try_?)?parse\w*|valueOf|decode|of|ParseExact|Parse\w*|To(?:Int|Double|Decimal|DateTime|Single|Boolean|Byte)\w*|to_(?:i|f|d|date|time)|Atoi|Integer|Float|Rational|strptime|strtotime|BigDecimal|BigInteger|URI|UUID|fromString|toInt|toLong|toDouble|DateTime|from_str)$/i;

/** The text that is read as something else. */
export function parsing(node: SyntaxNode, callee: string, language: Language): SyntaxNode | undefined {
  const call =
    (callee ? called(node, language, new RegExp(`^${callee.replace(/\W/g, '')}$`)) : undefined) ??
    called(node, language, parses);
  return call?.arguments[0] ?? (call ? language.member(call.callee)?.object : undefined);
}

const loops =
  /^(?:enhanced_for_statement|for_each_statement|foreach_statement|for_expression|range_clause|for|for_in_clause)$/;
const each =
  /^(?:each\w*|map|forEach|select|reject|collect|flat_map|inject|iter|into_iter|stream|Select|Where|ForEach|array_map)$/;

/** What a loop, or a call that loops, runs over. */
export function looped(node: SyntaxNode, language: Language): SyntaxNode | undefined {
  if (loops.test(node.type))
    return (
      node.child('value') ??
      node.child('right') ??
      (node.type === 'foreach_statement' ? node.parts[0] : undefined)
    );
  const call = called(node, language, each);
  return call ? language.member(call.callee)?.object : undefined;
}
