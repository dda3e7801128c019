import { remembered } from './remembered.ts';

/*
 * Names of functions and modules without what compilers, runtimes and engines add to them: numbers of lambdas, hashes,
 * proxies, states of coroutines. A closure goes by the name of the function that it stands in.
 */

const longest = 300;

/** Each is tried once, in this order; all are bounded, and the name is too. */
const generated: readonly (readonly [RegExp, string])[] = [
  // V8 and other engines of JavaScript
  [/^(?:(?:async|new|static|get|set|bound) |async\*|promise callback\*|setTimeout handler\*)+/, ''],
  [/ \[as [^\]]*\]$/, ''],
  [/(?:\/\w*<)+$/, ''],
  // Ruby, Elixir and Erlang, Swift
  [/^(?:(?:block|rescue|ensure)(?: \(\d+ levels\))? in )+/, ''],
  [/^anonymous fn\/\d+ in /, ''],
  [/^-(.+)\/\d+-(?:fun|lc|blc|after)\$?[\^\d-].*$/, '$1'],
  [/^(?:(?:implicit )?closure #\d+(?: \([^()]*\) -> \S+)? (?:\w+ )?in )+/, ''],
  // The JVM's languages
  [/\$\$(?:Lambda|EnhancerBy|FastClassBy|SpringCGLIB|KeyFactoryBy).*$/, ''],
  [/^lambda\$(?:\w+\$)?static\$\d+$/, '<clinit>'],
  [/^lambda\$(.*?)\$?\d+(?:\$\w+)?$/, '$1'],
  [/\$\$anonfun\$?|^\$anonfun\$|^(?=\w)\$?anonfun\$/g, '$'],
  [/(\w)\$(?:fn|reify|eval)__\d+/g, '$1'],
  [/^access\$\d+$/, 'access'],
  // C# and F#
  [/<>c(?:__DisplayClass[\d_]*)?(?:<[^<>]*>)?[.+]?/g, ''],
  [/<([^<>]+)>[a-z]__([A-Za-z]\w*)\|[\d_]+/g, '$1.$2'],
  [/[.+]?<([^<>]+)>[a-z]__[\d_]*(?:`\d+)?(?:[.+](?:MoveNext|System\.\w[\w.]*))?/g, '.$1'],
  [/`\d+(?:\[[^\]]*\])?/g, ''],
  // Rust
  [/::h[0-9a-f]{16}\b/, ''],
  [/(?:::)?\{\{?(?:closure|vtable\.shim|shim|async_fn_env|async_block)[^{}]*\}\}?/g, ''],
  [/\{impl#\d+\}/g, '{impl}'],
  // PHP
  [/(class@anonymous)[^:]*/, '$1'],
  // Go
  [/\.(?:func|gowrap|deferwrap)\d+(?:\.\d+)*/g, ''],
  [/\[(?:\.\.\.|go\.shape[^\]]*)\]|-fm$|-range\d+/g, ''],
  // Dart, Python and whoever else says that there is no name
  [
    /\.?<(?:anonymous closure|anonymous|anonyme?|fn|lambda|genexpr|listcomp|setcomp|dictcomp|unknown|computed|async)>/g,
    '',
  ],
  [/\.<locals>/g, ''],
  // Parameters, arity, addresses and numbers
  [/(\w)\((?!\*)[^()]*(?:\([^()]*\)[^()]*)*\)(?: const)?$/, '$1'],
  [/\/\d{1,2}$/, ''],
  [/[$/+ ]*0x[0-9a-f]+/gi, ''],
  [/((?:^|[_$.])(?:lambda|anon(?:ymous)?|closure|fn|callee|proxy|thunk|eval|reify|wrapper))[_$]*\d+/gi, '$1'],
  [/\d{5,}/g, ''],
  [/^[.$:#/\\+-]+|[.$:#/\\+-]+$/g, ''],
];

/** An ordinary name, which most are. */
const plain = /^[A-Za-z][A-Za-z]*(?:[_.][a-z]+)*$/;

/** The name of a function, or an empty text if it has none of its own. */
export const functionName: (raw: string) => string = remembered(raw => {
  const cut = raw.slice(0, longest).trim();
  const name = plain.test(cut) ? cut : clean(cut);
  return /^(?:anonymous|lambda|unknown|\?|Object|\(anonymous function\)|\(anonymous\))$/.test(name)
    ? ''
    : name;
});

/** The name of a module, package or class. */
export const moduleName: (raw: string) => string = remembered(raw => {
  const cut = raw.slice(0, longest).trim();
  if (plain.test(cut)) return cut;
  return clean(cut.replace(/\$\d+(?=$|\$)/g, ''));
});

/** An engine of JavaScript may or may not tell the object that a function was called on: `Cart.total`, `total`. */
export const scriptFunctionName: (raw: string) => string = remembered(raw => {
  const cut = raw.slice(0, longest).trim();
  if (/(?:^|[ .])<?anonymous>?(?: \[as [^\]]*\])?$/.test(cut)) return '';
  const name = functionName(cut);
  return name.slice(name.lastIndexOf('.') + 1);
});

function clean(name: string): string {
  return generated.reduce((text, [pattern, kept]) => text.replace(pattern, kept), name);
}

export interface Names {
  readonly module: string;
  readonly function: string;
}

const continuations = new Set([
  'invokeSuspend',
  'invoke',
  'doInvoke',
  'invokeStatic',
  'emit',
  'resumeWith',
  'MoveNext',
  'apply',
  'call',
]);

/** A lambda or coroutine that was compiled to a class, `Cart$total$1.invokeSuspend`, goes by the function around it. */
export function enclosingNames(names: Names): Names {
  if (!continuations.has(names.function)) return names;
  // C# has classes for its state machines only, and parts them by dots.
  const match = (names.function === 'MoveNext' ? /^(.*)\.(\w+)$/ : /^(.*)\$([a-z_]\w*)$/).exec(names.module);
  return match === null ? names : { module: match[1] ?? '', function: match[2] ?? '' };
}
