import type { ConnectionState } from '../connection/agent.ts';
import type { Translate } from './labels.ts';

/** Why the list is as it is: a sentence for a person and the one thing to do about it. */
export interface Explanation {
  /** The value of the context key `errata.empty`, which chooses the welcome view. */
  readonly state:
    | 'connecting'
    | 'no-folder'
    | 'stopped'
    | 'disconnected'
    | 'unread'
    | 'no-errors'
    | 'no-repository'
    | 'listed';
  /** Shown above the list; absent when a welcome view says it, or there is nothing to say. */
  readonly message?: string;
  readonly action?: {
    readonly command: 'errata.retry' | 'errata.refresh' | 'errata.copyDsn' | 'errata.showLog';
    readonly label: string;
  };
}

export interface Circumstances {
  readonly connection: ConnectionState;
  readonly folders: boolean;
  readonly loaded: boolean;
  readonly empty: boolean;
  /** Why the list could not be read the last time. */
  readonly failure?: string | undefined;
}

/** Names the reason why there is nothing to see, or what keeps the list from being true. */
export function explain(t: Translate, circumstances: Circumstances): Explanation {
  const { connection, folders, loaded, empty, failure } = circumstances;
  const { status } = connection;
  if (connection.process === 'stopped') {
    const message = t('The Errata agent is not running: {0}', connection.reason ?? t('the log says why.'));
    return { state: 'stopped', message, action: { command: 'errata.retry', label: t('Start It Again') } };
  }
  if (status?.connection.state === 'disconnected') {
    const message = t('Not connected: {0}', status.connection.reason ?? t('the log says why.'));
    return { state: 'disconnected', message, action: { command: 'errata.retry', label: t('Reconnect') } };
  }
  if (!status || status.connection.state === 'connecting') return { state: 'connecting' };
  if (failure !== undefined) {
    const message = t('The errors could not be read: {0}', failure);
    return { state: 'unread', message, action: { command: 'errata.refresh', label: t('Try Again') } };
  }
  if (!loaded) return { state: 'connecting' };
  if (empty) {
    const { dsn } = status.connection;
    if (!folders) return { state: 'no-folder' };
    if (!dsn) {
      const message = t('No errors yet at {0}.', status.connection.url ?? t('the log center'));
      return { state: 'no-errors', message, action: { command: 'errata.showLog', label: t('Show Log') } };
    }
    const message = t('No errors yet. Point any Sentry SDK at this DSN: {0}', dsn);
    return { state: 'no-errors', message, action: { command: 'errata.copyDsn', label: t('Copy DSN') } };
  }
  if (status.repositories.length === 0) {
    const reason = status.repositoryReason ?? t('no folder of this window is in a git repository.');
    return { state: 'no-repository', message: t('Errors cannot be matched with code: {0}', reason) };
  }
  return { state: 'listed' };
}
