import { join } from 'node:path';
import type { Suspect } from '@errata/protocol/diagnosis';
import type { IssueStatus } from '@errata/protocol/issue';
import * as vscode from 'vscode';
import type { SuspectTarget } from '../commands.ts';
import { issueTooltip, ownerDescription, suspectDescription, visible } from './labels.ts';
import type { FrameNode, IssueNode, Node } from './nodes.ts';

const t = vscode.l10n.t;
const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** How a node looks in the tree. */
export function treeItem(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'group': {
      const { status, issues, more } = node.group;
      const open = status !== 'MERGED' && status !== 'DEPLOYED';
      const item = new vscode.TreeItem(groupLabel(status), open ? Expanded : Collapsed);
      item.id = `group:${status}`;
      item.description = `${issues.length}${more ? '+' : ''}`;
      return item;
    }
    case 'issue':
      return issueItem(node);
    case 'frame':
      return frameItem(node);
    case 'section': {
      const suspects = node.about === 'suspects';
      const none = node.children.length === 0;
      const item = new vscode.TreeItem(
        suspects ? t('Suspect Commits') : t('Owners'),
        none ? None : Collapsed,
      );
      item.id = `${node.about}:${node.issue}`;
      item.description = none ? t('nothing convincing') : `${node.children.length}`;
      return item;
    }
    case 'suspect':
      return suspectItem(node.issue, node.suspect);
    case 'owner': {
      const item = new vscode.TreeItem(visible(node.owner.name), None);
      item.description = ownerDescription(t, node.owner);
      item.iconPath = new vscode.ThemeIcon(node.owner.name.includes('/') ? 'organization' : 'person');
      return item;
    }
    case 'more':
      return action(t('Load {0} more', 200), 'errata.loadMore', 'ellipsis', node.status);
    case 'action':
      return action(node.label, node.command, node.command === 'errata.copyDsn' ? 'copy' : 'debug-restart');
    case 'note': {
      const item = new vscode.TreeItem(node.label, None);
      item.iconPath = new vscode.ThemeIcon('info');
      item.tooltip = node.label;
      return item;
    }
  }
}

function issueItem({ issue, run, look }: IssueNode): vscode.TreeItem {
  const item = new vscode.TreeItem(look.label, Collapsed);
  item.id = `issue:${issue.id}`;
  item.description = look.description;
  item.tooltip = issueTooltip(t, issue, run);
  item.iconPath = new vscode.ThemeIcon(
    look.icon,
    look.color === undefined ? undefined : new vscode.ThemeColor(look.color),
  );
  item.contextValue = look.context;
  item.accessibilityInformation = { label: `${look.label}, ${look.description}` };
  return item;
}

function frameItem({ frame, mapped, reason }: FrameNode): vscode.TreeItem {
  const item = new vscode.TreeItem(visible(frame.function ?? t('(anonymous)')), None);
  const reported = visible(`${frame.file}${frame.line === undefined ? '' : `:${frame.line}`}`);
  item.contextValue = 'frame';
  if (!mapped) {
    item.description = reported;
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
    arguments: [{ file: join(repository, location.file), line: location.line }],
  };
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

function action(label: string, command: string, icon: string, argument?: unknown): vscode.TreeItem {
  const item = new vscode.TreeItem(label, None);
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor('textLink.foreground'));
  item.command = { command, title: label, arguments: argument === undefined ? [] : [argument] };
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
