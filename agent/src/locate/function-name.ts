import type { Frame } from '@errata/protocol/event';

const longest = 300;
/** Parts at the end by which compilers name code that has no name of its own. */
const nameless =
  /(?:[.:/ ]|::)*(?:\{\{?closure[^{}]*\}?\}|\{closure#\d+\}|\{\{vtable\.shim\}\}|<fn>|<anonymous closure>|<locals>|<lambda>|<(?:list|dict|set)comp>|<genexpr>|<|func\d+|-fm|(?<=\.)\d+|\$\d+|\$default)$/;
/** Code that is in no function. */
const outside = /(?:<anonymous>|\\\{closure\}|\{main\}|<main>|<module>|<top \(required\)>|<class:\w+>)$/;
const constructors = /^(?:<init>|<clinit>|\.c?ctor)$/;

/** The name that the source has for a frame's function, without the marks of engines and compilers. */
export function functionName(frame: Pick<Frame, 'function' | 'module'>): string | undefined {
  const full = (frame.function ?? '').slice(-longest).trim();
  const module = (frame.module ?? '').slice(-longest);
  if (full === '' || outside.test(full)) return undefined;
  // `com.acme.Cart$Line` and `Acme.Cart+Line` are made by what is called `Line`.
  if (constructors.test(full)) return /([\p{L}_][\p{L}\p{N}_]*)(?:[$`]\d*)*$/u.exec(module)?.[1];
  // Kotlin's coroutines run in a class that is named for the function: `Cart$total$1.invokeSuspend`.
  const [, within] = /\$([\p{L}_][\p{L}\p{N}_]*)\$\d+$/u.exec(module) ?? [];
  if (within !== undefined && /^invoke(?:Suspend)?$/.test(full)) return within;
  const [, lambda] = /^lambda\$(.+?)\$\d+$/.exec(full) ?? [];
  const [, closure] = /\{closure:(.{1,200}?)(?:\(\))?:\d+\}$/.exec(full) ?? [];
  return lambda ?? lastName(closure ?? full);
}

function lastName(full: string): string | undefined {
  let text = full
    .replace(/ \[as [^\]]*\]$/, '')
    .replace(/\[[^[\]]*\]$/, '')
    .replace(/^.* in (?=\S+$)/, '');
  for (let round = 0; round < 8; round++) {
    const shorter = text.replace(nameless, '');
    if (shorter === text) break;
    text = shorter;
  }
  const [, name] = /([\p{L}_$][\p{L}\p{N}_$]*)[?!=]?\W{0,3}$/u.exec(text) ?? [];
  if (name === undefined || /^(?:anonymous|static|access)$/.test(name)) return undefined;
  return name.replace(/^[gs]et_(?=.)/, '');
}
