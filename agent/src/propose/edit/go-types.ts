import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

const numbers = /^(?:u?int(?:8|16|32|64)?|uintptr|byte|rune|float(?:32|64)|complex(?:64|128))$/;

/** An expression that makes a value of a written type which can be used: `make(map[string]int)`, `&Cart{}`. */
export function madeOfGoType(type: string, file: SourceFile): string | undefined {
  if (/^(?:map\[|chan\b)/.test(type)) return `make(${type})`;
  if (/^\[\d*\]/.test(type)) return `${type}{}`;
  if (/^\*[\w.]+$/.test(type)) return `&${type.slice(1)}{}`;
  const declared = declarationOf(type, file)?.child('type');
  if (declared?.type === 'map_type') return `make(${type})`;
  return undefined;
}

/** The zero value of a written type; undefined where only the type's own declaration could tell. */
export function zeroOfGoType(type: string, file: SourceFile): string | undefined {
  if (type === 'string') return '""';
  if (type === 'bool') return 'false';
  if (numbers.test(type)) return '0';
  if (/^(?:\*|map\[|\[\]|chan\b|func\b|interface\b|any$|error$|<-)/.test(type)) return 'nil';
  if (/^(?:\[\d+\]|struct\b)/.test(type)) return `${type}{}`;
  if (/^time\.Duration$/.test(type)) return '0';
  if (/^time\.Time$/.test(type)) return 'time.Time{}';
  const declared = declarationOf(type, file)?.child('type');
  if (!declared) return undefined;
  if (declared.type === 'struct_type') return `${type}{}`;
  return declared.type === 'type_identifier'
    ? zeroOfGoType(declared.text, file)
    : /interface|map|slice|pointer|function|channel/.test(declared.type)
      ? 'nil'
      : undefined;
}

function declarationOf(type: string, file: SourceFile): SyntaxNode | undefined {
  return file.language.classes(file.tree).find(found => found.name === type.replace(/\[.*$/s, ''))?.node;
}

/** The types of what a function gives back, one by one. */
export function resultTypes(info: FunctionInfo): string[] {
  const result = info.node.child('result');
  if (!result) return [];
  if (result.type !== 'parameter_list') return [result.text];
  return result.parts.flatMap(part => {
    const type = part.child('type')?.text ?? part.text;
    return Array<string>(Math.max(1, part.childrenOf('name').length)).fill(type);
  });
}

/** Whether results have names, so that a bare `return` gives them back. */
export function namesResults(info: FunctionInfo): boolean {
  const result = info.node.child('result');
  return result?.type === 'parameter_list' && result.parts.some(part => part.child('name') !== undefined);
}

/** The written type of a field of a struct that the file's package declares in the same file. */
export function fieldType(owner: SyntaxNode, name: string): string | undefined {
  for (const node of owner.walk()) {
    if (node.type !== 'field_declaration') continue;
    if (node.childrenOf('name').some(known => known.text === name)) return node.child('type')?.text;
  }
  return undefined;
}
