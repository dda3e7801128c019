/** How forges without drafts of their own mark one. */
const mark = /^\s*(?:\[(?:draft|wip)\]|\(draft\)|(?:draft|wip):)\s*/i;

export function isDraftTitle(title: string): boolean {
  return mark.test(title);
}

export function withoutMark(title: string): string {
  return title.replace(mark, '');
}

export function markedAs(title: string, word: 'Draft' | 'WIP', draft: boolean): string {
  return draft ? `${word}: ${withoutMark(title)}` : withoutMark(title);
}
