import type { SyntaxColors } from '@errata/protocol/webview';

/** Gives the stylesheet the colours of the editor's theme. What the theme does not name keeps the stylesheet's own. */
export function showColors(colors: SyntaxColors): void {
  const { style } = document.documentElement;
  for (const name of [...style].filter(property => property.startsWith('--syntax-'))) {
    if (!(name.slice('--syntax-'.length) in colors)) style.removeProperty(name);
  }
  for (const [name, color] of Object.entries(colors)) {
    if (CSS.supports('color', color)) style.setProperty(`--syntax-${name}`, color);
  }
}
