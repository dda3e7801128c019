import { remembered } from './remembered.ts';

/*
 * Names of functions and modules without what compilers, runtimes and engines add to them: numbers of lambdas, hashes,
 * proxies, states of coroutines. A closure goes by the name of the function that it stands in.
 */

const longest = 300;

/**
 * Each is tried once, in this order, where the name has the text that comes first. All are bounded, and the name is too.
 */
const generated: readonly (readonly [sign: string, RegExp, string])[] = [
  // V8 and other engines of JavaScript
  [' ', /^(?:(?:async|new|static|get|set|bound) |promise callback\*|setTimeout handler\*)+/, ''],
  ['async*', /^(?:async\*)+/, ''],
  [' [as ', / \[as [^\]]*\]$/, ''],
  ['<', /(?:\/\w*<)+$/, ''],
  // Ruby, Elixir and Erlang, Swift
  [' in ', /^(?:(?:block|rescue|ensure)(?: \(\d+ levels\))? in )+/, ''],
  [' in ', /^anonymous fn\/\d+ in /, ''],
  ['-', /^-(.+)\/\d+-(?:fun|lc|blc|after)\$?[\^\d-].*$/, '$1'],
  ['closure #', /^(?:(?:implicit )?closure #\d+(?: \([^()]*\) -> \S+)? (?:\w+ )?in )+/, ''],
  // The JVM's languages
  ['$$', /\$\$(?:Lambda|EnhancerBy|FastClassBy|SpringCGLIB|KeyFactoryBy).*$/, ''],
  ['lambda$', /^lambda\$(?:\w+\$)?static\$\d+$/, '<clinit>'],
  ['lambda$', /^lambda\$(.*?)\$?\d+(?:\$\w+)?$/, '$1'],
  ['$anonfun$', /^\$anonfun\$(.*?)(?:\$\d+)?(?:\$adapted)?$/, '$1'],
  ['$$anonfun', /\$\$anonfun\$?/g, '$'],
  ['__', /(\w)\$(?:fn|reify|eval)__\d+/g, '$1'],
  ['access$', /^access\$\d+$/, 'access'],
  // C# and F#
  ['<>c', /<>c(?:__DisplayClass[\d_]*)?(?:<[^<>]*>)?[.+]?/g, ''],
  ['>', /<([^<>]+)>[a-z]__([A-Za-z]\w*)\|[\d_]+/g, '$1.$2'],
  ['>', /[.+]?<([^<>]+)>[a-z]__[\d_]*(?:`\d+)?(?:[.+](?:MoveNext|System\.\w[\w.]*))?/g, '.$1'],
  ['lambda_method', /^lambda_method\d+/, 'lambda_method'],
  ['`', /`\d+(?:\[[^\]]*\])?/g, ''],
  // Rust
  ['::h', /::h[0-9a-f]{16}\b/, ''],
  ['{', /(?:::)?\{\{?(?:closure|vtable\.shim|shim|async_fn_env|async_block)[^{}]*\}\}?/g, ''],
  ['{impl#', /\{impl#\d+\}/g, '{impl}'],
  // PHP
  ['class@anonymous', /(class@anonymous)[^:]*/, '$1'],
  // Go
  ['.', /\.(?:func|gowrap|deferwrap)\d+(?:\.\d+)*/g, ''],
  ['[', /\[(?:\.\.\.|go\.shape[^\]]*)\]/g, ''],
  ['-', /-fm$|-range\d+/g, ''],
  // Dart, Python and whoever else says that there is no name
  [
    '>',
    /\.?<(?:anonymous closure|anonymous|anonyme?|fn|lambda|genexpr|listcomp|setcomp|dictcomp|unknown|computed|async)>/g,
    '',
  ],
  ['.<locals>', /\.<locals>/g, ''],
  // Parameters, arity, addresses and numbers
  ['(', /(\w)\((?!\*)[^()]*(?:\([^()]*\)[^()]*)*\)(?: const)?$/, '$1'],
  ['/', /\/\d{1,2}$/, ''],
  ['0x', /[$/+ ]*0x[0-9a-f]+/gi, ''],
  ['', /^[.$:#/\\+-]+|[.$:#/\\+-]+$/g, ''],
];

/** Names that a machine gives and numbers: `$Proxy12`, `__fn_123`. */
const numbered =
  /((?:^|[_$.])(?:lambda|anon(?:ymous)?|closure|fn|callee|proxy|thunk|eval|reify|wrapper))[_$]*\d+/gi;

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
  let text = name;
  for (const [sign, pattern, kept] of generated) if (text.includes(sign)) text = text.replace(pattern, kept);
  return /\d/.test(text) ? text.replace(numbered, '$1').replace(/\d{5,}/g, '') : text;
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
