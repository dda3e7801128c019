import { diffArrays } from 'diff';

/** Beyond this the texts have too little in common for the search to be worth its time. */
const maxEditLength = 4000;

/**
 * `text` with the line ends that `like` has: a page and an editor know one kind of line end for a whole text, and an edit must
 * not change those of lines that nobody touched. New lines get the kind that is the most frequent.
 */
export function withLineEndsOf(text: string, like: string): string {
  if (!like.includes('\r')) return text.replaceAll(/\r\n?/g, '\n');
  const old = lines(like);
  const count = (kind: string) => old.filter(({ end }) => end === kind).length;
  const usual = count('\r\n') > count('\n') ? '\r\n' : '\n';
  const edited = lines(text);
  const parts = diffArrays(old, edited, {
    comparator: (one, other) => one.text === other.text,
    maxEditLength,
  }) ?? [{ added: true, removed: false, value: edited }];
  let position = 0;
  const result: string[] = [];
  for (const { added, removed, value } of parts) {
    if (removed) position += value.length;
    else if (added) result.push(...value.map(line => line.text + (line.end && usual)));
    else for (const line of value) result.push(line.text + (line.end && (old[position++]?.end || usual)));
  }
  return result.join('');
}

function lines(text: string): { readonly text: string; readonly end: string }[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g)]
    .filter(([whole]) => whole !== '')
    .map(([, line = '', end = '']) => ({ text: line, end }));
}
