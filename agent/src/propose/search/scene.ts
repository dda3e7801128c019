import { likeness } from '../../diagnose/names.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { type Binding, bindingsOf } from './bindings.ts';
import { type Kind, kindOfAssigned, kindOfValue, kindsOfUse } from './kinds.ts';

const none: ReadonlySet<Kind> = new Set();

/** A function that is searched, with what is known of the names in it. */
export class Scene {
  readonly file: SourceFile;
  readonly language: Language;
  readonly python: boolean;
  /** What is searched: a function, or a statement that stands in none. */
  readonly scope: SyntaxNode;
  readonly nodes: readonly SyntaxNode[];
  readonly bindings: readonly Binding[];
  readonly #kinds = new Map<string, Set<Kind>>();
  readonly #uses = new Map<string, SyntaxNode[]>();

  constructor(scope: SyntaxNode, file: SourceFile) {
    this.file = file;
    this.language = file.language;
    this.python = file.language.family === 'python';
    this.scope = scope;
    this.nodes = [...scope.walk()];
    this.bindings = bindingsOf(scope, file);
    this.#learn();
  }

  #learn(): void {
    const { language } = this;
    const bound = new Set(this.bindings.map(binding => binding.node));
    const add = (name: string, kinds: Iterable<Kind>) => {
      const known = this.#kinds.get(name) ?? new Set();
      for (const kind of kinds) known.add(kind);
      this.#kinds.set(name, known);
    };
    for (const { name, assignment } of this.bindings) {
      const kind = assignment && kindOfAssigned(assignment, language);
      if (kind) add(name, [kind]);
    }
    const info = language.functionOf(this.scope);
    for (const parameter of info?.parameters ?? []) {
      const kind = parameter.default && kindOfValue(parameter.default, language);
      if (kind) add(parameter.name, [kind]);
    }
    for (const node of this.nodes) {
      if (!language.isIdentifier(node) || bound.has(node)) continue;
      if (node.field === 'attribute' || node.field === 'name') continue;
      this.#uses.set(node.text, [...(this.#uses.get(node.text) ?? []), node]);
      add(node.text, kindsOfUse(node, language));
    }
    // What is handed on to the function itself is used as its parameter is.
    for (const node of info ? this.nodes : []) {
      const call = language.call(node);
      if (!call || !info || call.callee.text !== info.name) continue;
      for (const [at, argument] of call.arguments.entries())
        if (language.isIdentifier(argument))
          add(argument.text, this.kindsOf(info.parameters[at]?.name ?? ''));
    }
  }

  kindsOf(name: string): ReadonlySet<Kind> {
    return this.#kinds.get(name) ?? none;
  }

  is(name: string, kind: Kind): boolean {
    return this.kindsOf(name).has(kind);
  }

  /** Places that use a name. */
  usesOf(name: string): readonly SyntaxNode[] {
    return this.#uses.get(name) ?? [];
  }

  /** Names of variables that have a value at a node, nearest binding first. */
  visibleAt(node: SyntaxNode): string[] {
    const known = this.bindings
      .filter(
        ({ within, from, value }) =>
          from < node.start && within.contains(node) && !(value?.contains(node) ?? false),
      )
      .sort((a, b) => b.from - a.from);
    return [...new Set(known.map(({ name }) => name))].filter(name => !/^(self|cls|this|_)$/.test(name));
  }

  /** How well one name would do in another's place: 0…1. */
  alike(a: string, b: string): number {
    const [one, two] = [this.kindsOf(a), this.kindsOf(b)];
    const shared = [...one].some(kind => two.has(kind));
    const known = one.size > 0 && two.size > 0;
    const roles = shared ? 1 : known ? 0.2 : 0.6;
    return roles * (0.85 + 0.15 * likeness(a, b));
  }
}
