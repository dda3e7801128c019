import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import type { CodeLens, Range } from 'vscode-languageserver';
import { oneLine } from '../plain-text.ts';
import { codeCommands, fixCommands, reviewCommand } from './commands.ts';
import { coarselyAgo } from './moments.ts';
import { shortRelease } from './release.ts';

/** How far the fix of an issue has come. */
export type FixState = 'none' | 'working' | 'ready' | 'pushed';

/** Over a line with more issues than this, the others are counted. */
const mostAtALine = 3;
const longestRelease = 40;

export interface LensedIssue {
  readonly issue: Issue;
  readonly range: Range;
  readonly fix: FixState;
}

/** One lens for each issue: how often, since when, in which release, and what can be done. */
export function lensesOf(
  issues: readonly LensedIssue[],
  { clientCommands, now }: { clientCommands: boolean; now: number },
): CodeLens[] {
  const atLine = new Map<number, number>();
  const lenses: CodeLens[] = [];
  for (const { issue, range, fix } of issues) {
    const count = (atLine.get(range.start.line) ?? 0) + 1;
    atLine.set(range.start.line, count);
    if (count > mostAtALine) continue;
    const { title, command } = action(fix, clientCommands);
    const parts = [issue.id, `${issue.count}×`, coarselyAgo(issue.lastSeen, now), release(issue), title];
    const said = parts.filter(part => part !== '').join(' · ');
    lenses.push({
      range,
      command: { title: clientCommands ? `$(bug)\u00a0${said}` : said, command, arguments: [issue.id] },
    });
  }
  for (const [line, count] of atLine) {
    if (count <= mostAtALine) continue;
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    lenses.push({ range, command: { title: t('and {0} more here', count - mostAtALine), command: '' } });
  }
  return lenses;
}

function action(fix: FixState, clientCommands: boolean): { title: string; command: string } {
  switch (fix) {
    case 'none':
      return { title: t('Fix this error'), command: codeCommands.fix };
    case 'working':
      return { title: t('Being fixed'), command: '' };
    case 'ready':
      return clientCommands
        ? { title: t('Review the fix'), command: reviewCommand }
        : { title: t('Show the fix'), command: fixCommands.show };
    case 'pushed':
      return { title: t('A fix is pushed'), command: clientCommands ? reviewCommand : '' };
  }
}

/** Plain text, in which no icon of the editor can be spelled. */
function release({ lastRelease }: Issue): string {
  if (!lastRelease) return '';
  return oneLine(shortRelease(lastRelease), longestRelease).replaceAll('$(', '$ (');
}
