import type { Family, Language } from '../../language/language.ts';
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

const java: readonly Pattern[] = [
  [
    'query',
    /^(?:\w*[rR]eq(?:uest)?|exchange|ctx|context)\.(?:getParameter(?:Values|Map)?|getQueryString|queryParams?|getQueryParams)\(/,
  ],
  ['body', /^(?:\w*[rR]eq(?:uest)?|ctx)\.(?:getReader|getInputStream|body\w*|getPart|getBody)\(/],
  ['headers', /^(?:\w*[rR]eq(?:uest)?|ctx)\.(?:getHeaders?|getCookies|getAttribute|header)\(/],
  ['environment', /^System\.(?:getenv|getProperty)\(/],
  ['json', /\b(?:readValue|fromJson|readTree)\(/],
  ['input', /\b(?:readLine|nextLine)\(\)$/],
];

const go: readonly Pattern[] = [
  ['query', /^\w+\.URL\.Query\(\)|^\w+\.(?:FormValue|PostFormValue|Query|DefaultQuery|QueryParam)\(/],
  ['path', /^mux\.Vars\(|^\w+\.(?:PathValue|Param)\(|^chi\.URLParam\(/],
  ['body', /^(?:io|ioutil)\.ReadAll\(\w+\.Body\)/],
  ['headers', /^\w+\.(?:Header\.Get|Cookie)\(/],
  ['arguments', /^(?:os\.Args|flag\.\w+\()/],
  ['environment', /^os\.(?:Getenv|LookupEnv)\(/],
];

const rust: readonly Pattern[] = [
  ['environment', /^(?:std::)?env::var(?:_os)?\(/],
  ['arguments', /^(?:std::)?env::args\(/],
  ['json', /^serde_json::from_\w+/],
  ['file', /^(?:std::)?fs::read\w*\(/],
];

const ruby: readonly Pattern[] = [
  ['query', /^params(?:\[|\.|$)/],
  ['headers', /^(?:request\.(?:headers|env|cookies)|cookies|session)\b/],
  ['body', /^request\.(?:body|raw_post)\b/],
  ['environment', /^ENV(?:\[|\.)/],
  ['arguments', /^ARGV\b/],
  ['json', /^JSON\.(?:parse|load)/],
  ['input', /^(?:\$stdin\.|STDIN\.)?gets\b/],
];

const php: readonly Pattern[] = [
  ['query', /^\$_(?:GET|REQUEST)\b|^\$request->(?:query|get|input|route)\b/],
  ['body', /^\$_(?:POST|FILES)\b|^\$request->(?:request|post|getContent|all)\b/],
  ['headers', /^\$_(?:SERVER|COOKIE|SESSION)\b|^\$request->(?:headers?|cookies?)\b/],
  ['environment', /^(?:\$_ENV\b|getenv\(|env\()/],
  ['json', /^json_decode\(/],
  ['arguments', /^\$argv\b/],
];

const csharp: readonly Pattern[] = [
  ['query', /^(?:\w+\.)*Request\.(?:Query|RouteValues|QueryString)\b/],
  ['body', /^(?:\w+\.)*Request\.(?:Form|Body|ReadFrom\w+)\b/],
  ['headers', /^(?:\w+\.)*Request\.(?:Headers|Cookies)\b/],
  ['environment', /^Environment\.GetEnvironmentVariable\(|^_?[cC]onfiguration(?:\[|\.Get)/],
  ['json', /^JsonSerializer\.Deserialize|^JsonConvert\.Deserialize/],
  ['input', /^Console\.ReadLine\(/],
];

const byFamily: Readonly<Record<Family, readonly Pattern[]>> = {
  javascript,
  python,
  java,
  go,
  rust,
  ruby,
  php,
  csharp,
};

/** Where a value comes in from outside the program, if this expression is such a place. */
export function boundaryOf(node: SyntaxNode, language: Language): string | undefined {
  if (node.end - node.start > 200) return undefined;
  const text = node.text.replace(/\?\./g, '.').replace(/\s+/g, ' ');
  const patterns = byFamily[language.family];
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
