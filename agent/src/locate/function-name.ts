import type { Frame } from '@errata/protocol/event';

/** What a frame calls its function, without the marks of engines and compilers. */
export interface FunctionName {
  readonly name: string;
  /** True when the code is where values of this type are made, and need not name the function. */
  readonly isConstructor: boolean;
}

const longest = 300;
/** Parts at the end that compilers name code by that has no name of its own. */
const nameless =
  /(?:[.:/ ]|::)*(?:\{\{?closure[^{}]*\}?\}|\{closure#\d+\}|\{\{vtable\.shim\}\}|<fn>|<anonymous(?: closure)?>|<locals>|<lambda>|<(?:list|dict|set)comp>|<genexpr>|<|func\d+|-fm|(?<=\.)\d+|\$\d+|\{main\}|<main>|<module>|<top \(required\)>)$/;
const constructors = new Set([
  '<init>',
  '.ctor',
  '.cctor',
  '<clinit>',
  'constructor',
  '__construct',
  '__init__',
]);

/** The function that a frame names; nothing when it is code without a name. */
export function functionName(frame: Pick<Frame, 'function' | 'module'>): FunctionName | undefined {
  const full = (frame.function ?? '').slice(-longest).trim();
  const type = typeOf(frame.module);
  if (constructors.has(full) || /\.\.?c?ctor$/.test(full)) {
    return type === undefined ? undefined : { name: type, isConstructor: true };
  }
  // Kotlin's coroutines run in a class that is named for the function: `Cart$total$1.invokeSuspend`.
  const [, within] = /\$([\p{L}_][\p{L}\p{N}_]*)\$\d+$/u.exec((frame.module ?? '').slice(-longest)) ?? [];
  if (within !== undefined && /^invoke(?:Suspend)?$/.test(full))
    return { name: within, isConstructor: false };
  const closure = /\{closure:(.{1,200}?)(?:\(\))?:\d+\}$/.exec(full)?.[1];
  let text = (closure ?? full)
    .replace(/ \[as [^\]]*\]$/, '')
    .replace(/\[[^[\]]*\]$/, '')
    .replace(/^.* in (?=\S+$)/, '');
  for (let round = 0; round < 8; round++) {
    const shorter = text.replace(nameless, '');
    if (shorter === text) break;
    text = shorter;
  }
  const [, lambda] = /^lambda\$(.+?)\$\d+$/.exec(text) ?? [];
  const name =
    lambda ?? /([\p{L}_$][\p{L}\p{N}_$]*)[?!=]?\W{0,3}$/u.exec(text)?.[1]?.replace(/^[gs]et_(?=.)/, '');
  if (name === undefined || name === 'anonymous' || name === 'static') return undefined;
  return { name, isConstructor: /^(?:async )?new /.test(text) };
}

/** The innermost named class of a module: `com.acme.Cart$Line` and `Acme.Cart+Line` are `Line`. */
function typeOf(module: string | undefined): string | undefined {
  const name = /([\p{L}_][\p{L}\p{N}_]*)(?:[$`]\d*)*$/u.exec((module ?? '').slice(-longest))?.[1];
  return name;
}
