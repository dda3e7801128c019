import { type LanguageSupport, StreamLanguage, type StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

type Load = () => Promise<Extension>;

const of = (load: Promise<LanguageSupport>): Promise<Extension> => load;
const legacy = async (load: Promise<StreamParser<unknown>>): Promise<Extension> =>
  StreamLanguage.define(await load);
const clike = () => import('@codemirror/legacy-modes/mode/clike');
const javascript = (options: { jsx?: boolean; typescript?: boolean }): Load => {
  return () => of(import('@codemirror/lang-javascript').then(module => module.javascript(options)));
};

/** Languages by file ending, each a file of its own that is loaded when it is needed. */
const byEnding: Readonly<Record<string, Load>> = {
  js: javascript({ jsx: true }),
  jsx: javascript({ jsx: true }),
  mjs: javascript({ jsx: true }),
  cjs: javascript({ jsx: true }),
  ts: javascript({ typescript: true }),
  mts: javascript({ typescript: true }),
  cts: javascript({ typescript: true }),
  tsx: javascript({ typescript: true, jsx: true }),
  py: () => of(import('@codemirror/lang-python').then(module => module.python())),
  pyi: () => of(import('@codemirror/lang-python').then(module => module.python())),
  java: () => of(import('@codemirror/lang-java').then(module => module.java())),
  go: () => of(import('@codemirror/lang-go').then(module => module.go())),
  rs: () => of(import('@codemirror/lang-rust').then(module => module.rust())),
  php: () => of(import('@codemirror/lang-php').then(module => module.php())),
  rb: () => legacy(import('@codemirror/legacy-modes/mode/ruby').then(module => module.ruby)),
  cs: () => legacy(clike().then(module => module.csharp)),
  kt: () => legacy(clike().then(module => module.kotlin)),
  kts: () => legacy(clike().then(module => module.kotlin)),
  scala: () => legacy(clike().then(module => module.scala)),
  dart: () => legacy(clike().then(module => module.dart)),
  c: () => legacy(clike().then(module => module.c)),
  h: () => legacy(clike().then(module => module.cpp)),
  cc: () => legacy(clike().then(module => module.cpp)),
  cpp: () => legacy(clike().then(module => module.cpp)),
  hpp: () => legacy(clike().then(module => module.cpp)),
  m: () => legacy(clike().then(module => module.objectiveC)),
  swift: () => legacy(import('@codemirror/legacy-modes/mode/swift').then(module => module.swift)),
  sh: () => legacy(import('@codemirror/legacy-modes/mode/shell').then(module => module.shell)),
  bash: () => legacy(import('@codemirror/legacy-modes/mode/shell').then(module => module.shell)),
  lua: () => legacy(import('@codemirror/legacy-modes/mode/lua').then(module => module.lua)),
  pl: () => legacy(import('@codemirror/legacy-modes/mode/perl').then(module => module.perl)),
  groovy: () => legacy(import('@codemirror/legacy-modes/mode/groovy').then(module => module.groovy)),
  clj: () => legacy(import('@codemirror/legacy-modes/mode/clojure').then(module => module.clojure)),
  sql: () => legacy(import('@codemirror/legacy-modes/mode/sql').then(module => module.standardSQL)),
  yml: () => legacy(import('@codemirror/legacy-modes/mode/yaml').then(module => module.yaml)),
  yaml: () => legacy(import('@codemirror/legacy-modes/mode/yaml').then(module => module.yaml)),
  toml: () => legacy(import('@codemirror/legacy-modes/mode/toml').then(module => module.toml)),
  css: () => legacy(import('@codemirror/legacy-modes/mode/css').then(module => module.css)),
  json: () => legacy(import('@codemirror/legacy-modes/mode/javascript').then(module => module.json)),
};

/** The language of a file; none when its ending says nothing. */
export async function languageOf(path: string): Promise<Extension | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(byEnding, ending) ? byEnding[ending]?.() : undefined;
}
