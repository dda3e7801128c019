import type { SyntaxColors } from '@errata/protocol/webview';

/** A rule of a colour theme: TextMate scopes and the colour of what they match. */
export interface ThemeRule {
  readonly scopes: readonly string[];
  readonly color: string;
}

/** What a theme file holds, as far as it is about syntax. */
export interface ThemeFile {
  readonly rules: readonly ThemeRule[];
  /** Another file, relative to this one, that comes before it. */
  readonly include: string | undefined;
}

/** The scopes that stand for each kind of word, the most telling first. */
const telling: Record<keyof SyntaxColors, readonly string[]> = {
  comment: ['comment.line', 'comment'],
  constant: ['constant.language', 'constant'],
  function: ['entity.name.function', 'support.function'],
  keyword: ['keyword.control', 'storage.type', 'keyword'],
  number: ['constant.numeric'],
  operator: ['keyword.operator'],
  property: ['variable.other.property', 'support.type.property-name'],
  string: ['string.quoted', 'string'],
  type: ['entity.name.type', 'support.type', 'entity.name.class', 'support.class'],
  variable: ['variable.other.readwrite', 'variable'],
};

/** Reads what a theme file was parsed to. Whatever is not what it should be is left out: anybody writes themes. */
export function themeFile(parsed: unknown): ThemeFile {
  const { include, tokenColors } = fields(parsed);
  const rules = (Array.isArray(tokenColors) ? tokenColors : []).flatMap((rule: unknown) => {
    const { scope, settings } = fields(rule);
    const color = fields(settings)['foreground'];
    if (typeof color !== 'string' || !isHexColor(color)) return [];
    const scopes = (Array.isArray(scope) ? scope : [scope]).filter(text => typeof text === 'string');
    return [{ scopes: scopes.flatMap(text => text.split(',')).map(text => text.trim()), color }];
  });
  return { rules, include: typeof include === 'string' ? include : undefined };
}

/** The colours that rules give to the page's kinds of words. As in the editor the closest scope wins, then the later rule. */
export function syntaxColors(rules: readonly ThemeRule[]): SyntaxColors {
  const colors: SyntaxColors = {};
  for (const [kind, scopes] of Object.entries(telling) as [keyof SyntaxColors, readonly string[]][]) {
    const found = scopes.map(scope => colorOf(rules, scope)).find(color => color !== undefined);
    if (found !== undefined) colors[kind] = found;
  }
  return colors;
}

function colorOf(rules: readonly ThemeRule[], scope: string): string | undefined {
  let best: { readonly length: number; readonly color: string } | undefined;
  for (const { scopes, color } of rules) {
    for (const candidate of scopes) {
      const matches = scope === candidate || scope.startsWith(`${candidate}.`);
      if (matches && candidate.length >= (best?.length ?? 0)) best = { length: candidate.length, color };
    }
  }
  return best?.color;
}

/** Nothing but a plain colour gets into the page's style. */
function isHexColor(color: string): boolean {
  return /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(color);
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
