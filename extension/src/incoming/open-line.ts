import { join } from 'node:path';
import type { AgentResult } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';
import type { FrameTarget } from '../commands.ts';
import type { Agent } from '../connection/agent.ts';
import { visible } from './labels.ts';

interface Line {
  readonly file: string;
  readonly line: number;
}

/** Opens a line of the workspace; of a frame, the line where it is by now. */
export async function openLine(agent: Agent, target: FrameTarget): Promise<void> {
  const { issue, frame } = target.of ?? {};
  const now = issue === undefined ? undefined : await mappedLine(agent, issue, frame).catch(() => undefined);
  const { file, line } = now ?? target;
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), {
    selection: new vscode.Range(position, position),
  });
}

/** Opens the line that an issue came from; says so when it is in no folder that is open. Throws `AgentError`. */
export async function openCrashLine(agent: Agent, issue: string): Promise<void> {
  const detail = await agent.request('errata/issue', { issue });
  const line = lineIn(detail);
  if (line) {
    await openLine(agent, line);
    return;
  }
  const { repository, repositoryReason: reason } = detail;
  const message =
    repository === undefined && reason !== undefined
      ? vscode.l10n.t('{0} cannot be opened: {1}.', issue, visible(reason))
      : vscode.l10n.t('No frame of {0} is in the folders that are open.', issue);
  void vscode.window.showInformationMessage(message);
}

/** Where a frame is in the files as they are now; without one, the frame of them that is nearest to the crash. */
async function mappedLine(agent: Agent, issue: string, frame?: number): Promise<Line | undefined> {
  return lineIn(await agent.request('errata/issue', { issue }), frame);
}

function lineIn({ diagnosis, repository }: AgentResult<'errata/issue'>, frame?: number): Line | undefined {
  const locations = diagnosis?.locations ?? [];
  const [nearest = locations[0]] = locations
    .filter(location => location.frame !== undefined)
    .toSorted((one, other) => (other.frame ?? 0) - (one.frame ?? 0));
  const found = frame === undefined ? nearest : locations.find(location => location.frame === frame);
  return found && repository !== undefined
    ? { file: join(repository, found.file), line: found.line }
    : undefined;
}
