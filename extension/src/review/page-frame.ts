/** What the frame of the page is made of. */
export interface PageFrame {
  /** Lets in the script and the styles of this one page. */
  readonly nonce: string;
  /** Where everything else comes from, as a source of the policy. */
  readonly source: string;
  /** Language tag. */
  readonly language: string;
  /** What crashed. Like `waiting`, it is there before any script has come, and until the page has something to show. */
  readonly heading: string;
  readonly waiting: string;
  /** The address of one of the page's files. */
  at(name: string): string;
}

/** The page's frame: nothing comes from elsewhere, and no script runs that stands in the page itself. */
export function pageFrame({ nonce, source, language, heading, waiting, at }: PageFrame): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' ${source}`,
    `style-src 'nonce-${nonce}' ${source}`,
  ].join('; ');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${at('review.css')}">
<link rel="modulepreload" nonce="${nonce}" href="${at('review.js')}">
<title>Errata</title>
</head>
<body>
<div id="root" data-nonce="${nonce}"><main>
<header class="header"><h1>${escaped(heading)}</h1></header>
<p class="loading" role="status">${escaped(waiting)}</p>
</main></div>
<script type="module" nonce="${nonce}" src="${at('start.js')}"></script>
</body>
</html>`;
}

/** Text that stays text in a page. */
export function escaped(text: string): string {
  return text.replaceAll(/[<>&"']/g, character => `&#${character.codePointAt(0)};`);
}
