import type { NotificationParams } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import { Coalesced } from './coalesce.ts';

export type ListNews = NotificationParams<'errata/issuesChanged'>;

const refreshMilliseconds = 250;
/** Where more than these changed at once, the editor does better to read its pages again. */
const mostTold = 500;

/** What has happened to the list of issues since the editor was told last: the last word on each, four times a second. */
export class ListNewsDesk implements Disposable {
  readonly #tell: (news: ListNews) => void;
  readonly #telling: Coalesced;
  readonly #changed = new Map<string, Issue>();
  readonly #gone = new Set<string>();
  #all = false;

  constructor(tell: (news: ListNews) => void, milliseconds = refreshMilliseconds) {
    this.#tell = tell;
    this.#telling = new Coalesced(milliseconds, () => this.#flush());
  }

  changed(issue: Issue): void {
    this.#gone.delete(issue.id);
    this.#changed.set(issue.id, issue);
    this.#telling.ask();
  }

  gone(issue: string): void {
    this.#changed.delete(issue);
    this.#gone.add(issue);
    this.#telling.ask();
  }

  /** Any issue may be another than it was. */
  all(): void {
    this.#all = true;
    this.#telling.ask();
  }

  [Symbol.dispose](): void {
    this.#telling[Symbol.dispose]();
  }

  #flush(): void {
    const issues = [...this.#changed.values()];
    const gone = [...this.#gone];
    const isTooMuch = this.#all || issues.length + gone.length > mostTold;
    this.#changed.clear();
    this.#gone.clear();
    this.#all = false;
    this.#tell(isTooMuch ? {} : { issues, gone });
  }
}
