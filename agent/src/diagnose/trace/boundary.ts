import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';

type Pattern = readonly [from: string, text: RegExp];

const javascript: readonly Pattern[] = [
  [
    'query',
    /^(?:req|request|ctx|context|ctx\.req(?:uest)?|event)\.(?:query|queryStringParameters|searchParams)\b/,
  ],
  ['query', /\bsearchParams\.get(?:All)?\(/],
  ['body', /^(?:await )?(?:req|request|ctx\.request|event)\.(?:body|json\(\)|formData\(\))/],
  ['path', /^(?:req|request|ctx)\.params\b/],
  ['headers', /^(?:req|request|ctx)\.(?:headers|cookies|get\()/],
  ['arguments', /^process\.argv\b/],
  ['environment', /^(?:process\.env|import\.meta\.env)\b/],
  ['json', /^JSON\.parse\(/],
  ['json', /^(?:await )?(?:res|response|r|reply)\.json\(\)/],
  ['storage', /^(?:window\.)?(?:localStorage|sessionStorage)\.getItem\(/],
];

const python: readonly Pattern[] = [
  ['query', /^(?:self\.)?(?:flask\.)?request\.(?:args|GET|query_params|query|values)\b/],
  ['body', /^(?:self\.)?(?:flask\.)?(?:await )?request\.(?:form|json|data|POST|get_json\(|body|files)/],
  ['headers', /^(?:self\.)?request\.(?:headers|cookies|META)\b/],
  ['arguments', /^sys\.argv\b/],
  ['arguments', /^(?:args|options|opts|parser)\.parse_args\(/],
  ['environment', /^(?:os\.environ|os\.getenv\()/],
  ['json', /^json\.loads?\(/],
  ['json', /^(?:res|resp|response|r)\.json\(\)/],
  ['input', /^input\(/],
  ['file', /^csv\.(?:reader|DictReader)\(/],
];

/** Where a value comes in from outside the program, if this expression is such a place. */
export function boundaryOf(node: SyntaxNode, language: Language): string | undefined {
  if (node.end - node.start > 200) return undefined;
  const text = node.text.replace(/\?\./g, '.').replace(/\s+/g, ' ');
  const patterns = language.family === 'python' ? python : javascript;
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
