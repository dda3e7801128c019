import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { AgentError, messageOf, plainNotice } from '../connection/agent-error.ts';
import type { IncomingView } from '../incoming/view.ts';
import type { Reviews } from '../review/reviews.ts';
import { writeLogCenterUrl } from '../settings/settings.ts';
import { whenConnected } from './connected.ts';
import { type Link, originOf, parseLink } from './link.ts';

/** What links open. */
export interface LinkTargets {
  readonly agent: Agent;
  readonly incoming: IncomingView;
  readonly reviews: () => Promise<Reviews>;
  readonly log: vscode.LogOutputChannel;
}

/** Hears links such as `vscode://errata.errata/issue/SHOP-12`: they show something, and change nothing unasked. */
export function registerLinks(targets: LinkTargets): vscode.Disposable {
  return vscode.window.registerUriHandler({
    async handleUri({ path, query }) {
      const t = vscode.l10n.t;
      const link = parseLink({ path, query });
      if (link === undefined) {
        void vscode.window.showWarningMessage(
          t('This link does not lead to an error or a review of Errata.'),
        );
        return;
      }
      try {
        await open(link, targets);
      } catch (error) {
        targets.log.warn(`[link] ${path}: ${messageOf(error)}`);
        void vscode.window.showErrorMessage(
          t(
            '{0} could not be opened: {1}',
            link.kind === 'issue' ? link.issue : link.run,
            plainNotice(messageOf(error)),
          ),
        );
      }
    },
  });
}

async function open(link: Link, { agent, incoming, reviews }: LinkTargets): Promise<void> {
  await whenConnected(agent);
  if (link.logCenter !== undefined && !(await mayShow(link.logCenter, agent))) return;
  if (link.kind === 'review') return (await reviews()).open(link.run, false);
  await agent.request('errata/issue', { issue: link.issue });
  if (await incoming.reveal(link.issue)) return;
  throw new AgentError(
    'not-listed',
    vscode.l10n.t('it is not in the list as it is shown. Load more of it, or change its filter.'),
  );
}

/** Whether this window is connected to the log center that the link is about, or the person wants it to be. */
async function mayShow(wanted: string, agent: Agent): Promise<boolean> {
  const connected = agent.state.status?.connection.url;
  const here = connected === undefined ? undefined : originOf(connected);
  if (here === wanted) return true;
  const t = vscode.l10n.t;
  const there = new URL(wanted).host;
  // The first button is the one that Enter presses: a stranger may have written the link.
  const setting: vscode.MessageItem = { title: t('Open Setting') };
  const connect: vscode.MessageItem = { title: t('Connect to {0}', there) };
  const answer = await vscode.window.showWarningMessage(
    t('This link is about an error at {0}. Connect this window to it?', there),
    {
      modal: true,
      detail: t(
        'This window is connected to {0}. Connect only to a log center that you know: what it sends is shown here, and fixes are made from it.',
        here ?? t('the log center on this machine'),
      ),
    },
    setting,
    ...(vscode.workspace.isTrusted ? [connect] : []),
  );
  if (answer === setting)
    await vscode.commands.executeCommand('workbench.action.openSettings', '@id:errata.logCenter.url');
  if (answer !== connect) return false;
  await writeLogCenterUrl(wanted);
  await whenConnected(agent, wanted);
  return true;
}
