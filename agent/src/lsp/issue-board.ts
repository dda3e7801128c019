import type { AgentParams, AgentResult, AgentStatus } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type { StreamMessage } from '@errata/protocol/stream';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import { Subscription } from '../center/subscription.ts';
import { Coalesced } from './coalesce.ts';

/** Most issues that are kept at hand for the editor's markers; lists are paged from the log center. */
const keptIssues = 200;

const countMilliseconds = 2000;

/** What the board tells its owner. */
export interface BoardListener {
  /** The connection, or the number of new issues. */
  statusChanged(): void;
  /** Whatever the stream says, beside what the board makes of it. */
  heard(message: StreamMessage): void;
  /** This issue is new or not what it was. */
  issueChanged(issue: Issue): void;
  /** This issue has become part of another. */
  issueGone(issue: string): void;
  /** Any issue may be another than it was; these are the newest now. */
  listChanged(issues: readonly Issue[]): void;
}

/** The log center's newest issues, followed live. */
export class IssueBoard implements Disposable {
  readonly #subscription: Subscription;
  readonly #listener: BoardListener;
  readonly #issues = new Map<string, Issue>();
  /** How many new ones the log center has: where there are many, only it knows. */
  #counted = 0;
  readonly #counting = new Coalesced(countMilliseconds, () => void this.#count());
  #client: LogCenterClient | undefined;
  #connection: AgentStatus['connection'] = { state: 'connecting' };

  constructor(connect: () => Promise<LogCenterClient>, listener: BoardListener) {
    this.#listener = listener;
    this.#subscription = new Subscription(connect, {
      connected: client => {
        this.#client = client;
      },
      message: message => {
        this.#receive(message);
        listener.heard(message);
      },
      disconnected: error => this.#setConnection(disconnected(error)),
    });
  }

  get connection(): AgentStatus['connection'] {
    return this.#connection;
  }

  /** Throws `LogCenterError` `unreachable` while there is no connection. */
  get client(): LogCenterClient {
    if (this.#client !== undefined) return this.#client;
    throw new LogCenterError('unreachable', this.#connection.reason ?? t('There is no log center yet.'));
  }

  get newIssues(): number {
    const kept = [...this.#issues.values()].filter(({ status, ignored }) => status === 'NEW' && !ignored);
    return Math.max(kept.length, this.#isAll ? 0 : this.#counted);
  }

  /** Newest first. */
  get issues(): readonly Issue[] {
    return [...this.#issues.values()].sort((a, b) => b.lastSeen.localeCompare(a.lastSeen));
  }

  get(id: string): Issue | undefined {
    return this.#issues.get(id);
  }

  /** A page of the log center's list. */
  async list({
    ignored = 'without',
    q = '',
    ...query
  }: AgentParams<'errata/issues'>): Promise<AgentResult<'errata/issues'>> {
    const aside = { without: '!is:ignored', with: '', only: 'is:ignored' }[ignored];
    return this.client.issues({ ...query, q: `${q} ${aside}`.trim() });
  }

  /** All issues there are, and not only the newest, are kept. */
  get #isAll(): boolean {
    return this.#issues.size < keptIssues;
  }

  retry(): void {
    this.#subscription.retry();
  }

  [Symbol.dispose](): void {
    this.#counting[Symbol.dispose]();
    this.#subscription[Symbol.dispose]();
  }

  async #load(client: LogCenterClient): Promise<void> {
    try {
      const before = [...this.#issues.values()];
      const [page, projects] = await Promise.all([client.issues({ limit: keptIssues }), client.projects()]);
      for (const issue of page.issues) {
        // The stream may have told of something newer while the list was on its way.
        const known = this.#issues.get(issue.id);
        if (!known || (known.version <= issue.version && known.count <= issue.count)) {
          this.#issues.set(issue.id, issue);
        }
      }
      const there = new Set(page.issues.map(({ id }) => id));
      for (const issue of before) {
        const isSame = this.#issues.get(issue.id) === issue;
        if (isSame && !there.has(issue.id)) this.#issues.delete(issue.id);
      }
      const dsn = projects[0]?.dsn;
      this.#setConnection({ state: 'connected', url: client.url, ...(dsn === undefined ? {} : { dsn }) });
      this.#listener.listChanged(page.issues);
      if (!this.#isAll) this.#counting.ask();
    } catch (error) {
      // Without the lists the stream says too little: both are tried again.
      if (client === this.#client) this.#subscription.giveUp(error);
    }
  }

  #receive(message: StreamMessage): void {
    if (message.type === 'hello') {
      // Only now: what is stored before the stream began is in the lists, and what comes after it is in the stream.
      if (this.#client) void this.#load(this.#client);
    } else if (message.type === 'issue') {
      this.#issues.set(message.issue.id, message.issue);
      this.#forgetOldest();
      if (!this.#isAll) this.#counting.ask();
      this.#listener.issueChanged(message.issue);
    } else if (message.type === 'merged') {
      this.#issues.delete(message.issue);
      this.#listener.issueGone(message.issue);
    } else if (message.type === 'gap' && this.#client) {
      void this.#load(this.#client);
    }
  }

  async #count(): Promise<void> {
    try {
      const counts = await this.client.issueCounts({ q: 'status:new !is:ignored' });
      this.#counted = counts[0]?.count ?? 0;
      this.#listener.statusChanged();
    } catch {
      // The connection says what is wrong with it; until then the number is the last one that was known.
    }
  }

  #forgetOldest(): void {
    if (this.#issues.size <= keptIssues) return;
    for (const issue of this.issues.slice(keptIssues)) this.#issues.delete(issue.id);
  }

  #setConnection(connection: AgentStatus['connection']): void {
    if (connection.state !== 'connected') this.#client = undefined;
    this.#connection = connection;
    this.#listener.statusChanged();
  }
}

function disconnected(error: LogCenterError): AgentStatus['connection'] {
  const refused = LogCenterError.is(error, 'unauthorized');
  return { state: 'disconnected', reason: error.message, ...(refused && { failure: 'unauthorized' }) };
}
