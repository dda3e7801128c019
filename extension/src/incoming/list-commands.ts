import type { Issue } from '@errata/protocol/issue';
import * as vscode from 'vscode';
import { type Commands, issueOf, issuesOf, type ListCommandId } from '../commands.ts';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import { askForFilter } from './ask-for-filter.ts';
import { visible } from './labels.ts';
import { openCrashLine } from './open-line.ts';
import { pickIssue } from './pick-issue.ts';
import type { IncomingView } from './view.ts';

/** The commands about the list and the issues in it. */
export function listCommands(
  agent: Agent,
  runs: RunBook,
  incoming: IncomingView,
): Pick<Commands, ListCommandId> {
  const t = vscode.l10n.t;
  const { list } = incoming;

  /** The issues that a command was called on, or one that the person chooses. */
  const chosen = async (
    given: readonly [target?: unknown, selected?: unknown],
    placeHolder: string,
    wanted: (issue: Issue) => boolean,
  ): Promise<string[]> => {
    const ids = issuesOf(...given);
    if (ids.length > 0) return ids;
    const picked = await pickIssue(list, runs, placeHolder, wanted);
    return picked === undefined ? [] : [picked];
  };

  const setIgnored = async (ids: readonly string[], ignored: boolean): Promise<void> => {
    for (const issue of ids) {
      const changed = await agent.request('errata/ignore', { issue, ignored });
      incoming.apply({ issues: [changed], gone: [] });
    }
    if (!ignored || ids.length === 0) return;
    const [only] = ids;
    const message =
      ids.length === 1
        ? t('$(bell-slash) {0} is ignored until it happens again', only ?? '')
        : t('$(bell-slash) {0} errors are ignored until they happen again', ids.length);
    vscode.window.setStatusBarMessage(message, 4000);
  };

  return {
    'errata.groupByStatus': () => incoming.change({ groupBy: 'status' }),
    'errata.groupByProject': () => incoming.change({ groupBy: 'project' }),
    'errata.groupByFile': () => incoming.change({ groupBy: 'file' }),
    'errata.sortByLastSeen': () => incoming.change({ sortBy: 'lastSeen' }),
    'errata.sortByFirstSeen': () => incoming.change({ sortBy: 'firstSeen' }),
    'errata.sortByCount': () => incoming.change({ sortBy: 'count' }),
    'errata.sortByUsers': () => incoming.change({ sortBy: 'users' }),
    'errata.showIgnored': () => incoming.change({ showIgnored: true }),
    'errata.hideIgnored': () => incoming.change({ showIgnored: false }),
    async 'errata.filter'() {
      const filter = await askForFilter(agent, list.options.filter);
      if (filter !== undefined) incoming.change({ filter });
    },
    'errata.clearFilter': () => incoming.change({ filter: '' }),
    'errata.loadMore': status => incoming.loadMore(status),

    async 'errata.belongs'({ issue, repository }) {
      await agent.request('errata/belongs', { issue: issue.id, repository });
    },
    async 'errata.belongsElsewhere'(...given) {
      const question = t('Which error belongs to none of the folders that are open?');
      for (const issue of await chosen(given, question, () => true))
        await agent.request('errata/belongs', { issue, repository: null });
    },

    async 'errata.ignore'(...given) {
      const question = t('Which error is to be ignored until it happens again?');
      await setIgnored(await chosen(given, question, ({ ignored }) => !ignored), true);
    },
    async 'errata.stopIgnoring'(...given) {
      const question = t('Which error is to be ignored no more?');
      await setIgnored(await chosen(given, question, ({ ignored }) => ignored === true), false);
    },

    async 'errata.openIssue'(target) {
      const [issue] = await chosen([target], t('Which error is to be opened?'), () => true);
      if (issue !== undefined) await openCrashLine(agent, issue);
    },

    async 'errata.copyId'(...given) {
      const ids = await chosen(given, t('Of which error is the ID to be copied?'), () => true);
      if (ids.length > 0) await vscode.env.clipboard.writeText(ids.join('\n'));
    },

    async 'errata.markFixed'(target) {
      const closable = ({ status }: Issue) => status === 'NEW' || status === 'FAILED';
      const id =
        issueOf(target) ?? (await pickIssue(list, runs, t('Which error was fixed by hand?'), closable));
      if (id === undefined) return;
      const issue = list.find(id) ?? (await agent.request('errata/issue', { issue: id })).issue;
      const reason = await vscode.window.showInputBox({
        title: t('{0} was fixed by hand', id),
        prompt: t('How it was fixed; a commit, say. It is kept with the error.'),
        placeHolder: visible(issue.title),
        ignoreFocusOut: true,
        validateInput: text => (text.trim() === '' ? t('Say how it was fixed.') : undefined),
      });
      if (reason === undefined) return;
      const { version } = issue;
      incoming.apply({
        issues: [await agent.request('errata/markFixed', { issue: id, version, reason })],
        gone: [],
      });
    },
  };
}
