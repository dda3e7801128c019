import { t } from '@vscode/l10n';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Assignment, FunctionInfo, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { end } from './layout.ts';
import { insertAt, type Patch } from './patch.ts';
import { after, statementsOf } from './statements.ts';

const idle =
  /^(console\.|print\(|log\w*[.(]|logging\.|assert\b|super\b|await (sleep|delay)|set\w*\(|raise\b|throw\b|pass\b)/;

/** Last statements of the ways through a block that reach its end. */
function openEnds(block: SyntaxNode): SyntaxNode[] {
  const last = block.parts.at(-1);
  if (!last) return [];
  if (/^(return|raise|throw|continue|break)_statement$/.test(last.type)) return [];
  if (last.type === 'if_statement') {
    const branches = [last.child('consequence'), ...last.childrenOf('alternative')].flatMap(branch =>
      inner(branch),
    );
    return branches.flatMap(branch => (isBlock(branch) ? openEnds(branch) : isIdle(branch) ? [] : [branch]));
  }
  if (last.type === 'try_statement') {
    const bodies = last.parts.filter(part => !/finally/.test(part.type)).flatMap(part => inner(part));
    return bodies.filter(isBlock).flatMap(openEnds);
  }
  if (last.type === 'switch_statement') {
    const ends = (last.child('body')?.parts ?? []).flatMap(part => part.childrenOf('body').slice(-1));
    return ends.flatMap(end =>
      isBlock(end) ? openEnds(end) : end.type === 'expression_statement' ? [end] : [],
    );
  }
  if (last.type === 'with_statement') return inner(last).filter(isBlock).flatMap(openEnds);
  return [last];
}

function isBlock(node: SyntaxNode): boolean {
  return node.type === 'block' || node.type === 'statement_block';
}

function isIdle(node: SyntaxNode): boolean {
  return /^(return|raise|throw|continue|break|pass)_statement$/.test(node.type);
}

function inner(node: SyntaxNode | undefined): SyntaxNode[] {
  if (!node) return [];
  if (isBlock(node)) return [node];
  if (node.type === 'elif_clause') return inner(node.child('consequence'));
  if (node.type === 'if_statement') {
    return [...inner(node.child('consequence')), ...node.childrenOf('alternative').flatMap(inner)];
  }
  const block = node.parts.find(isBlock);
  if (block) return [block];
  if (node.type === 'else_clause') return node.parts.flatMap(inner);
  return [node];
}

/** Patches that make a function return what it computes: the last expression of an open way, or the variable it builds. */
export function returnPatches(info: FunctionInfo, file: SourceFile): Patch[] {
  const { language } = file;
  const body = info.body;
  if (!body) return [];
  const patches: Patch[] = [];
  const returned = language
    .returns(info)
    .flatMap(found => (found.value ? [language.unwrap(found.value)] : []));
  for (const last of openEnds(body)) {
    const declared = /^(lexical|variable)_declaration$/.test(last.type)
      ? last.parts[0]?.child('name')
      : undefined;
    if (declared && language.isIdentifier(declared) && last.parent === body)
      patches.push(returnName(declared, last, info, file));
    const expression = last.type === 'expression_statement' ? last.parts[0] : undefined;
    if (!expression || idle.test(expression.text)) continue;
    if (/assignment/.test(expression.type)) {
      patches.push(...returnTarget(expression, last, info, file));
      continue;
    }
    if (/^(update_expression|yield|string)/.test(expression.type)) continue;
    const call = language.call(language.unwrap(expression));
    const method = call ? language.member(call.callee)?.property.text : undefined;
    const changes =
      /^(push|append|extend|add|update|set|delete|clear|remove|insert|sort|reverse|write|close|forEach|emit|unshift)$/;
    if (method && changes.test(method)) continue;
    const again = call?.callee.text === info.name || call?.callee.text.endsWith(`.${info.name}`);
    const weight = again
      ? 1
      : returned.some(value => value.type === language.unwrap(expression).type)
        ? 0.97
        : 0.92;
    patches.push({
      file,
      edits: [insertAt(last.start, 'return ')],
      explanation: t(
        'Return {0} from {1}, which computes it and drops it.',
        quote(expression.text),
        nameOf(info),
      ),
      weight,
    });
  }
  const built = builtVariable(info, file);
  const tail = statementsOf(info).at(-1);
  if (built && tail && !/^return/.test(tail.type)) {
    patches.push({
      file,
      edits: [after(tail, [`return ${built}${end(file)}`], file)],
      explanation: t(
        'Return `{0}` at the end of {1}, which builds it and does not give it back.',
        built,
        nameOf(info),
      ),
      weight: 0.95,
    });
  }
  return patches;
}

function returnTarget(
  expression: SyntaxNode,
  last: SyntaxNode,
  info: FunctionInfo,
  file: SourceFile,
): Patch[] {
  const target = expression.child('left');
  if (!target || !file.language.isIdentifier(target) || last.parent !== info.body) return [];
  return [returnName(target, last, info, file)];
}

function returnName(name: SyntaxNode, last: SyntaxNode, info: FunctionInfo, file: SourceFile): Patch {
  return {
    file,
    edits: [after(last, [`return ${name.text}${end(file)}`], file)],
    explanation: t('Return `{0}` from {1}, which computes it last.', name.text, nameOf(info)),
    weight: 0.93,
  };
}

/** The local variable that a function sets up and then fills. */
export function builtVariable(info: FunctionInfo, file: SourceFile): string | undefined {
  const { language } = file;
  if (!info.body) return undefined;
  const statements = statementsOf(info);
  const assigned = language.assignments(info.body).filter(found => language.isIdentifier(found.target));
  const parameters = new Set(info.parameters.map(parameter => parameter.name));
  const setUp = assigned.filter(
    // What a loop counts with is not built, and after the loop it is only what came last.
    ({ statement }) =>
      ![statement, statement.parent].some(around => /^for/.test(around?.type ?? '')) &&
      statements.some(known => known === statement || known === statement.parent),
  );
  const passing = new Set(
    assigned.filter(found => isOfOnePass(found, language)).map(found => found.target.text),
  );
  const names = setUp.map(found => found.target.text).filter(name => !passing.has(name));
  const candidates = [...new Set(names)]
    .filter(name => !parameters.has(name))
    .map(name => ({ name, uses: changesOf(name, info, file) }));
  const local = new Set(names);
  const returned = language.returns(info).find(found => found.value && local.has(found.value.text));
  if (returned?.value) return returned.value.text;
  const changed = candidates.filter(known => known.uses > 0).sort((a, b) => b.uses - a.uses)[0]?.name;
  return changed ?? candidates.find(({ name }) => name === lastTouched(info, file))?.name;
}

/** Whether a loop gives the variable another value in each pass, whatever it was before. */
function isOfOnePass({ target, value }: Assignment, language: Language): boolean {
  const loop = language.statementOf(target).parent?.parent;
  if (value === undefined || !/^(?:for|while|do)_/.test(loop?.type ?? '')) return false;
  return ![...value.walk()].some(node => language.isIdentifier(node) && node.text === target.text);
}

/** The variable whose method the function's last statement calls: it is checked or worked on to be given on. */
function lastTouched(info: FunctionInfo, { language }: SourceFile): string | undefined {
  const last = statementsOf(info).at(-1);
  const expression = last?.type === 'expression_statement' ? last.parts[0] : undefined;
  const call = expression ? language.call(language.unwrap(expression)) : undefined;
  const object = call ? language.member(call.callee)?.object : undefined;
  return object && language.isIdentifier(object) ? object.text : undefined;
}

const adders = /^(push|append|add|set|update|extend|insert|unshift|setdefault|appendleft)$/;

/** How often a variable is changed after it was set up. */
function changesOf(name: string, info: FunctionInfo, file: SourceFile): number {
  const { language } = file;
  if (!info.body) return 0;
  const assigned = language
    .assignments(info.body, true)
    .filter(found => rootOf(found.target, language) === name);
  let count = assigned.length - 1;
  for (const node of info.body.walk()) {
    const member = language.member(language.call(node)?.callee ?? node);
    if (node.type === 'update_expression' && node.child('argument')?.text === name) count += 1;
    if (
      language.call(node) &&
      member &&
      adders.test(member.property.text) &&
      rootOf(member.object, language) === name
    )
      count += 1;
  }
  return count;
}

function rootOf(node: SyntaxNode, language: Language): string {
  const object = language.member(node)?.object ?? language.subscript(node)?.object;
  return object ? rootOf(object, language) : node.text;
}

function nameOf(info: FunctionInfo): string {
  return info.name ? `\`${info.qualifiedName}\`` : t('the callback');
}

/** An expression in a sentence. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > 60 ? `${line.slice(0, 60)}…` : line}\``;
}
