import { type Json, textOf } from '../lenient.ts';
import type { Violation } from './violation.ts';

/** How the titles of issues name what a directive is about; others are named by the directive. */
const subjects: Readonly<
  Record<string, { readonly noun: string; readonly inline?: string; readonly from?: string }>
> = {
  'child-src': { noun: "'child'" },
  'connect-src': { noun: "'connect'" },
  'font-src': { noun: "'font'" },
  'form-action': { noun: "'form-action'", from: "'form' action to" },
  'img-src': { noun: "'image'" },
  'manifest-src': { noun: "'manifest'" },
  'media-src': { noun: "'media'" },
  'object-src': { noun: "'object'" },
  'script-src': { noun: "'script'", inline: "unsafe (eval() or inline) 'script'" },
  'script-src-attr': {
    noun: "'script'",
    inline: "unsafe 'script' element",
    from: 'inline script attribute from',
  },
  'script-src-elem': { noun: "'script'", inline: 'inline script attribute' },
  'style-src': { noun: "'style'" },
  'style-src-attr': { noun: "'style'", inline: 'style attribute', from: 'style attribute from' },
  'style-src-elem': { noun: "'style'", inline: "'style' or 'link' element" },
};

/** What a browser's content security policy blocked; nothing if the report names no directive. */
export function cspViolation(report: Json): Violation | undefined {
  const field = (...names: string[]) => names.map(name => textOf(report[name])).find(Boolean);
  const violated = field('violated-directive', 'violatedDirective', 'violated_directive');
  const effective = field('effective-directive', 'effectiveDirective', 'effective_directive') ?? violated;
  // Old browsers give the whole rule, not only its name.
  const directive = effective?.trim().split(/\s/, 1)[0]?.toLowerCase();
  if (directive === undefined || !/^[a-z][a-z-]{1,40}$/.test(directive)) return undefined;
  const blocked = field('blocked-uri', 'blockedURL', 'blocked_uri') ?? 'self';
  const source = sourceOf(blocked);
  const referrer = field('referrer');
  const host = hostOf(blocked);
  return {
    message: `Blocked ${subjectOf(directive, blocked, source)}`,
    fingerprint: ['csp', directive, source],
    logger: 'csp',
    tags: {
      'effective-directive': directive,
      'blocked-uri': blocked,
      ...(host !== undefined && { 'blocked-host': host }),
    },
    transaction: violated ?? directive,
    url: field('document-uri', 'documentURL', 'document_uri'),
    ...(referrer !== undefined && { headers: { Referer: referrer } }),
    report,
  };
}

function subjectOf(directive: string, blocked: string, source: string): string {
  const subject = Object.hasOwn(subjects, directive) ? subjects[directive] : undefined;
  const noun = subject?.noun ?? `'${directive}'`;
  if (directive === 'script-src' && blocked === 'inline') return `unsafe inline ${noun}`;
  if (directive === 'script-src' && blocked === 'eval') return `unsafe eval() ${noun}`;
  if (source === "'self'" || source === 'inline') return subject?.inline ?? `inline ${noun}`;
  return `${subject?.from ?? `${noun} from`} '${source}'`;
}

const keywords = ['inline', 'eval', 'wasm-eval', 'trusted-types-policy', 'trusted-types-sink'];

/** Where what was blocked came from: a host, or the scheme of what has none. */
function sourceOf(uri: string): string {
  if (['', 'self', "'self'"].includes(uri)) return "'self'";
  if (keywords.includes(uri)) return uri;
  if (!uri.includes(':')) return `${uri}:`;
  if (!URL.canParse(uri)) return uri.slice(0, 200);
  const { protocol, host } = new URL(uri);
  return protocol === 'http:' || protocol === 'https:'
    ? host
    : host === ''
      ? protocol
      : `${protocol}//${host}`;
}

function hostOf(uri: string): string | undefined {
  if (!/^https?:/i.test(uri) || !URL.canParse(uri)) return undefined;
  return new URL(uri).hostname;
}
