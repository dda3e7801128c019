import type { SourceFile } from '../../diagnose/sources.ts';
import type { Assignment, FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

/** A place that gives a name its meaning, and where it has it. */
export interface Binding {
  name: string;
  node: SyntaxNode;
  /** Offset from which it is known, inside of `within`. */
  from: number;
  within: SyntaxNode;
  /** What it is made from, where it is not known yet. */
  value?: SyntaxNode | undefined;
  assignment?: Assignment;
  parameter: boolean;
}

/** The bindings of a function and of those around and inside it. */
export function bindingsOf(scope: SyntaxNode, file: SourceFile): Binding[] {
  const { language, tree } = file;
  const found: Binding[] = [];
  for (const info of language.functions(tree)) {
    if (!scope.contains(info.node) && !info.node.contains(scope)) continue;
    for (const parameter of info.parameters) found.push(...ofParameter(info, parameter.node));
  }
  for (const assignment of language.assignments(scope, true))
    found.push(...ofAssignment(assignment, scope, file));
  return found;
}

function ofParameter(info: FunctionInfo, node: SyntaxNode): Binding[] {
  return namesIn(node.child('name') ?? node.child('pattern') ?? node.child('left') ?? node).map(name => ({
    ...{ name: name.text, node: name, from: info.node.start, within: info.node, parameter: true },
  }));
}

function ofAssignment(assignment: Assignment, scope: SyntaxNode, file: SourceFile): Binding[] {
  const { target, statement, kind, value } = assignment;
  if (kind === 'augment' || file.language.member(target) || file.language.subscript(target)) return [];
  const clause = statement.type === 'for_in_clause';
  const declares = kind !== 'assign' || file.language.family === 'python';
  if (!declares && statement.type !== 'for_in_statement') return [];
  const within = clause ? (statement.parent ?? scope) : reach(statement, scope, file);
  return namesIn(target).map(name => ({
    ...{ name: name.text, node: name, from: clause ? within.start : name.start, within, value, assignment },
    parameter: false,
  }));
}

/** Where a name is known that a statement declares. */
function reach(statement: SyntaxNode, scope: SyntaxNode, file: SourceFile): SyntaxNode {
  const around = file.language.functionOf(statement)?.node ?? scope;
  if (file.language.family === 'python' || statement.type === 'variable_declaration') return around;
  if (statement.type === 'for_in_statement') return statement;
  return statement.ancestor('statement_block', 'for_statement', 'switch_case', 'program') ?? around;
}

function namesIn(target: SyntaxNode): SyntaxNode[] {
  return [...target.walk()].filter(
    node => /^(identifier|shorthand_property_identifier_pattern)$/.test(node.type) && node.field !== 'key',
  );
}
