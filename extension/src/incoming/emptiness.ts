import type { ConnectionState } from '../connection/agent.ts';
import type { Translate } from './labels.ts';
import type { ActionNode } from './nodes.ts';

/** Why the list is as it is: a sentence for a person and the one thing to do about it. */
export interface Explanation {
  /** The value of the context key `errata.empty`, which chooses the welcome view. */
  readonly state:
    | 'connecting'
    | 'no-folder'
    | 'stopped'
    | 'unauthorized'
    | 'disconnected'
    | 'unread'
    | 'filtered'
    | 'ignored'
    | 'no-errors'
    | 'no-repository'
    | 'restricted'
    | 'listed';
  /** Shown above the list; absent when a welcome view says it, or there is nothing to say. */
  readonly message?: string;
  readonly action?: ActionNode;
}

export interface Circumstances {
  readonly connection: ConnectionState;
  readonly folders: boolean;
  readonly trusted: boolean;
  readonly loaded: boolean;
  readonly empty: boolean;
  readonly filter: string;
  /** There are errors that are left out because a person ignores them. */
  readonly someIgnored: boolean;
  /** Why the list could not be read the last time. */
  readonly failure?: string | undefined;
}

/** Names the reason why there is nothing to see, or what keeps the list from being true. */
export function explain(t: Translate, circumstances: Circumstances): Explanation {
  const { connection, loaded, empty, failure } = circumstances;
  const { status } = connection;
  if (connection.process === 'stopped') {
    const message = t('The Errata agent is not running: {0}', connection.reason ?? t('the log says why.'));
    return { state: 'stopped', message, action: act('errata.retry', t('Start It Again'), 'debug-restart') };
  }
  if (status?.connection.state === 'disconnected') return disconnected(t, status.connection);
  if (!status || status.connection.state === 'connecting') return { state: 'connecting' };
  if (failure !== undefined) {
    const message = t('The errors could not be read: {0}', failure);
    return { state: 'unread', message, action: act('errata.refresh', t('Try Again'), 'refresh') };
  }
  if (!loaded) return { state: 'connecting' };
  if (empty) return emptyList(t, circumstances, status.connection);
  if (status.repositories.length === 0) {
    const reason = status.repositoryReason ?? t('no folder of this window is in a git repository.');
    const message = t('Errors cannot be matched with code: {0}', reason);
    const open = act('workbench.action.files.openFolder', t('Open Folder'), 'folder-opened');
    return { state: 'no-repository', message, action: open };
  }
  if (!circumstances.trusted) {
    const message = t(
      'Restricted Mode: a fix runs the tests of this folder, so the folder must be trusted first.',
    );
    const trust = act('workbench.trust.manage', t('Manage Workspace Trust'), 'shield');
    return { state: 'restricted', message, action: trust };
  }
  const { filter } = circumstances;
  return { state: 'listed', ...(filter !== '' && { message: t('Filtered by “{0}”', filter) }) };
}

type Connection = NonNullable<ConnectionState['status']>['connection'];

function disconnected(t: Translate, { failure, reason }: Connection): Explanation {
  const message = t('Not connected: {0}', reason ?? t('the log says why.'));
  if (failure === 'unauthorized') {
    return { state: 'unauthorized', message, action: act('errata.setToken', t('Enter Token'), 'key') };
  }
  return { state: 'disconnected', message, action: act('errata.retry', t('Reconnect'), 'debug-restart') };
}

function emptyList(
  t: Translate,
  { folders, filter, someIgnored }: Circumstances,
  at: Connection,
): Explanation {
  if (filter !== '') {
    const message = t('Nothing is found by “{0}”.', filter);
    return { state: 'filtered', message, action: act('errata.clearFilter', t('Clear Filter'), 'clear-all') };
  }
  if (someIgnored) {
    const message = t('All errors are ignored until they happen again.');
    return { state: 'ignored', message, action: act('errata.showIgnored', t('Show Ignored'), 'eye') };
  }
  if (!folders) return { state: 'no-folder' };
  if (!at.dsn) {
    const message = t('No errors yet at {0}.', at.url ?? t('the log center'));
    return { state: 'no-errors', message, action: act('errata.showLog', t('Show Log'), 'output') };
  }
  const message = t('No errors yet. Point any Sentry SDK at the DSN of your log center:');
  return {
    state: 'no-errors',
    message,
    // A view does not break an address: whole, it stands in the tooltip.
    action: { ...act('errata.copyDsn', t('Copy DSN'), 'copy'), detail: at.dsn },
  };
}

function act(command: string, label: string, icon: string): ActionNode {
  return { kind: 'action', command, label, icon };
}
