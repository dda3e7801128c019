/** One node of a syntax tree, as plain data: no WASM memory behind it, parents and identity are cheap. */
export class SyntaxNode {
  readonly tree: Tree;
  readonly type: string;
  readonly named: boolean;
  /** Offsets into the text, in UTF-16 code units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Name of the grammar's field that this node fills in its parent. */
  readonly field: string | undefined;
  readonly missing: boolean;
  readonly parent: SyntaxNode | undefined;
  readonly children: SyntaxNode[] = [];

  constructor(
    tree: Tree,
    parent: SyntaxNode | undefined,
    shape: {
      type: string;
      named: boolean;
      start: number;
      end: number;
      field?: string | undefined;
      missing?: boolean;
    },
  ) {
    this.tree = tree;
    this.parent = parent;
    this.type = shape.type;
    this.named = shape.named;
    this.start = shape.start;
    this.end = shape.end;
    this.field = shape.field;
    this.missing = shape.missing ?? false;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  /** Line of the first character, from 1. */
  get line(): number {
    return this.tree.lineAt(this.start);
  }

  /** Line of the last character, from 1. */
  get endLine(): number {
    return this.tree.lineAt(Math.max(this.start, this.end - 1));
  }

  get isError(): boolean {
    return this.type === 'ERROR' || this.missing;
  }

  get isComment(): boolean {
    return this.type.endsWith('comment');
  }

  /** Named children without comments. */
  get parts(): SyntaxNode[] {
    return this.children.filter(child => child.named && !child.isComment);
  }

  child(field: string): SyntaxNode | undefined {
    return this.children.find(child => child.field === field);
  }

  childrenOf(field: string): SyntaxNode[] {
    return this.children.filter(child => child.field === field);
  }

  childOfType(...types: string[]): SyntaxNode | undefined {
    return this.children.find(child => types.includes(child.type));
  }

  /** This node's ancestors, nearest first. */
  *ancestors(): Generator<SyntaxNode> {
    for (let node = this.parent; node; node = node.parent) yield node;
  }

  /** The nearest ancestor of one of these types. */
  ancestor(...types: string[]): SyntaxNode | undefined {
    for (const node of this.ancestors()) if (types.includes(node.type)) return node;
    return undefined;
  }

  /** This node and all below it in source order; below nodes for which `enter` says no, nothing is visited. */
  *walk(enter?: (node: SyntaxNode) => boolean): Generator<SyntaxNode> {
    const stack: SyntaxNode[] = [this];
    for (let node = stack.pop(); node; node = stack.pop()) {
      yield node;
      if (node !== this && enter && !enter(node)) continue;
      for (let index = node.children.length - 1; index >= 0; index--) {
        const child = node.children[index];
        if (child) stack.push(child);
      }
    }
  }

  contains(other: SyntaxNode): boolean {
    return this.start <= other.start && other.end <= this.end;
  }
}

/** The syntax tree of one text. Plain data, nothing to dispose: the parser's own tree is freed when parsing returns. */
export class Tree {
  readonly text: string;
  readonly root: SyntaxNode;
  readonly hasError: boolean;
  #lineStarts: number[] | undefined;

  constructor(text: string, hasError: boolean, build: (tree: Tree) => SyntaxNode) {
    this.text = text;
    this.hasError = hasError;
    this.root = build(this);
  }

  get #starts(): number[] {
    if (!this.#lineStarts) {
      const starts = [0];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1))
        starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The line, from 1, that holds this offset. */
  lineAt(offset: number): number {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Offsets of a line's first character and of its end, without the line break; undefined outside the text. */
  lineRange(line: number): { start: number; end: number } | undefined {
    const start = this.#starts[line - 1];
    if (start === undefined) return undefined;
    let end = this.#starts[line] ?? this.text.length + 1;
    end -= 1;
    if (end > start && this.text[end - 1] === '\r') end -= 1;
    return { start, end };
  }

  /** The smallest named node that spans these offsets. */
  nodeAt(start: number, end = start): SyntaxNode {
    let node = this.root;
    for (;;) {
      const next = node.children.find(
        child => child.named && child.start <= start && end <= child.end && child.end > child.start,
      );
      if (!next) return node;
      node = next;
    }
  }

  /** Named nodes that begin on a line (1-based), outermost first. */
  nodesOn(line: number): SyntaxNode[] {
    const range = this.lineRange(line);
    if (!range) return [];
    const found: SyntaxNode[] = [];
    const reaches = (node: SyntaxNode) => node.start <= range.end && node.end >= range.start;
    for (const node of this.root.walk(reaches)) {
      if (node.named && node.start >= range.start && node.start <= range.end) found.push(node);
    }
    return found;
  }

  /** How many nodes are syntax errors or were made up to recover from one. */
  errorCount(): number {
    if (!this.hasError) return 0;
    let count = 0;
    for (const node of this.root.walk()) if (node.isError) count += 1;
    return count;
  }
}
