import { join } from 'node:path';
import { basename, dirname } from 'node:path/posix';
import type { RunView } from '@errata/protocol/agent-rpc';
import type { Suspect } from '@errata/protocol/diagnosis';
import type { Check } from '@errata/protocol/followed-pull-request';
import type { IssueStatus } from '@errata/protocol/issue';
import * as vscode from 'vscode';
import type { FrameTarget, PullRequestTarget, RunTarget, SuspectTarget } from '../commands.ts';
import { isWorking } from '../connection/run-book.ts';
import {
  pullRequestContext,
  pullRequestIcon,
  pullRequestName,
  pullRequestStanding,
} from '../publish/pull-request-words.ts';
import { type IssueGroup, isOpenAtFirst } from './groups.ts';
import { ago, ownerDescription, reportedPlace, stageLabel, suspectDescription, visible } from './labels.ts';
import { groupKey } from './node-book.ts';
import type { ActionNode, FrameNode, IssueNode, Node, PullRequestNode, SectionNode } from './nodes.ts';

const t = vscode.l10n.t;
const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** How a node looks in the tree. */
export function treeItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node.group);
    case 'issue':
      return issueItem(node);
    case 'frame':
      return frameItem(node);
    case 'section':
      return sectionItem(node);
    case 'suspect':
      return suspectItem(node.issue, node.suspect);
    case 'owner': {
      const item = new vscode.TreeItem(visible(node.owner.name), None);
      item.description = ownerDescription(t, node.owner);
      item.iconPath = new vscode.ThemeIcon(node.owner.name.includes('/') ? 'organization' : 'person');
      return item;
    }
    case 'run':
      return runItem(node.run);
    case 'pull-request':
      return pullRequestItem(node);
    case 'check':
      return checkItem(node.check);
    case 'more':
      return actionItem({
        label: t('Load {0} more', 200),
        command: 'errata.loadMore',
        icon: 'ellipsis',
        target: node.status,
      });
    case 'action':
      return actionItem(node);
    case 'note': {
      const item = new vscode.TreeItem(node.label, None);
      item.iconPath = new vscode.ThemeIcon('info');
      item.tooltip = node.label;
      return item;
    }
  }
}

function groupItem(group: IssueGroup): vscode.TreeItem {
  const { by, name, issues, more } = group;
  const label = by === 'status' ? groupLabel(name as IssueStatus) : visible(basename(name));
  const item = new vscode.TreeItem(label || t('No file known'), isOpenAtFirst(group) ? Expanded : Collapsed);
  item.id = `group:${groupKey(group)}`;
  const count = `${issues.length}${more ? '+' : ''}`;
  const folder = by === 'file' ? dirname(name) : '.';
  item.description = folder === '.' ? count : `${count} · ${visible(folder)}`;
  if (by === 'project') item.iconPath = new vscode.ThemeIcon('package');
  if (by === 'file') {
    item.iconPath = new vscode.ThemeIcon(name === '' ? 'question' : 'file');
    item.tooltip = visible(name);
  }
  return item;
}

function issueItem({ issue, look }: IssueNode): vscode.TreeItem {
  const item = new vscode.TreeItem(look.label, Collapsed);
  item.id = `issue:${issue.id}`;
  item.description = look.description;
  item.iconPath = new vscode.ThemeIcon(
    look.icon,
    look.color === undefined ? undefined : new vscode.ThemeColor(look.color),
  );
  item.contextValue = look.context;
  item.accessibilityInformation = { label: `${look.label}, ${look.description}` };
  return item;
}

function frameItem({ issue, frame, index, mapped, reason }: FrameNode): vscode.TreeItem {
  const item = new vscode.TreeItem(visible(frame.function ?? t('(anonymous)')), None);
  const reported = visible(`${frame.file}${frame.line === undefined ? '' : `:${frame.line}`}`);
  item.contextValue = 'frame';
  if (!mapped) {
    item.description = reportedPlace(frame);
    item.tooltip = [reported, reason === undefined ? t('Not in this workspace') : visible(reason)].join('\n');
    item.iconPath = new vscode.ThemeIcon(
      frame.inApp ? 'question' : 'library',
      new vscode.ThemeColor('disabledForeground'),
    );
    return item;
  }
  const { location, repository } = mapped;
  const here = `${location.file}:${location.line}`;
  item.description = here;
  item.tooltip = [here, t('Reported as {0}', reported), ...location.reasons.map(visible)].join('\n');
  item.iconPath = new vscode.ThemeIcon('debug-stackframe');
  item.command = {
    command: 'errata.openFrame',
    title: t('Open Frame'),
    arguments: [
      {
        file: join(repository, location.file),
        line: location.line,
        of: { issue, frame: index },
      } satisfies FrameTarget,
    ],
  };
  return item;
}

function sectionItem({ about, issue, children }: SectionNode): vscode.TreeItem {
  const labels = {
    'pull-requests': t('Pull Requests'),
    suspects: t('Suspect Commits'),
    owners: t('Owners'),
    runs: t('Fixes'),
  };
  const isOpen = about === 'pull-requests' ? Expanded : Collapsed;
  const item = new vscode.TreeItem(labels[about], children.length === 0 ? None : isOpen);
  item.id = `${about}:${issue}`;
  item.description = children.length === 0 ? t('nothing convincing') : `${children.length}`;
  return item;
}

function suspectItem(issue: string, suspect: Suspect): vscode.TreeItem {
  const item = new vscode.TreeItem(visible(suspect.subject), None);
  item.description = suspectDescription(t, suspect, Date.now());
  item.tooltip = [visible(suspect.subject), ...suspect.reasons.map(visible)].join('\n');
  item.iconPath = new vscode.ThemeIcon('git-commit');
  item.contextValue = 'suspect';
  item.command = {
    command: 'errata.showSuspect',
    title: t('Show Suspect Commit'),
    arguments: [{ issue: { id: issue }, commit: suspect.commit } satisfies SuspectTarget],
  };
  return item;
}

function pullRequestItem({ issue, pullRequest }: PullRequestNode): vscode.TreeItem {
  const { checks = [], title, blocked, waits, url } = pullRequest;
  const name = pullRequestName(pullRequest);
  const item = new vscode.TreeItem(name, checks.length === 0 ? None : Collapsed);
  item.id = `pull-request:${issue.id}:${pullRequest.id}`;
  const standing = pullRequestStanding(t, pullRequest, issue.id).join(', ');
  item.description = `${standing} · ${visible(title)}`;
  item.tooltip = [
    `${name} ${visible(title)}`,
    standing,
    ...[blocked, waits].flatMap(text => (text === undefined ? [] : [visible(text)])),
    ...(url === undefined ? [] : [url]),
  ].join('\n');
  const [icon, color] = pullRequestIcon(pullRequest);
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  item.contextValue = pullRequestContext(pullRequest);
  if (url !== undefined)
    item.command = {
      command: 'errata.openPullRequest',
      title: t('Open Pull Request'),
      arguments: [{ issue, pullRequest: { id: pullRequest.id } } satisfies PullRequestTarget],
    };
  return item;
}

function checkItem({ name, state, url }: Check): vscode.TreeItem {
  const item = new vscode.TreeItem(visible(name), None);
  const looks = {
    pending: [t('running'), 'clock', 'charts.yellow'],
    passed: [t('passed'), 'pass', 'testing.iconPassed'],
    failed: [t('failed'), 'error', 'testing.iconFailed'],
  } as const;
  const [description, icon, color] = looks[state];
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  if (url !== undefined)
    item.command = { command: 'vscode.open', title: t('Open'), arguments: [vscode.Uri.parse(url, true)] };
  return item;
}

function runItem(run: RunView): vscode.TreeItem {
  const item = new vscode.TreeItem(stageLabel(t, run.stage), None);
  const message = visible(run.failure?.message ?? run.message);
  const when = ago(t, run.startedAt, Date.now());
  item.description = message === '' ? when : `${when} · ${message}`;
  item.tooltip = message || when;
  item.iconPath = new vscode.ThemeIcon(runIcon(run));
  item.command = {
    command: 'errata.review',
    title: t('Review Fix'),
    arguments: [{ issue: { id: run.issue }, run: run.id } satisfies RunTarget],
  };
  return item;
}

function runIcon(run: RunView): string {
  if (isWorking(run)) return 'loading~spin';
  if (run.stage === 'awaiting-approval') return 'lightbulb-autofix';
  if (run.stage === 'published') return 'git-pull-request';
  return 'circle-slash';
}

function actionItem({ label, command, icon, target, detail }: Omit<ActionNode, 'kind'>): vscode.TreeItem {
  const item = new vscode.TreeItem(label, None);
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor('textLink.foreground'));
  item.command = { command, title: label, arguments: target === undefined ? [] : [target] };
  if (detail !== undefined) {
    item.description = visible(detail);
    item.tooltip = visible(detail);
  }
  return item;
}

function groupLabel(status: IssueStatus): string {
  switch (status) {
    case 'NEW':
      return t('New');
    case 'FIXING':
      return t('Being Fixed');
    case 'PENDING_REVIEW':
      return t('Pending Review');
    case 'FAILED':
      return t('Failed');
    case 'MERGED':
      return t('Merged');
    case 'DEPLOYED':
      return t('Deployed');
  }
}
