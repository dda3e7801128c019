import { ChangeSet, type Text } from '@codemirror/state';

/** What the host says of the text: which one, and which revision of it. */
export interface HostText {
  readonly revision: number;
  readonly text: Text;
}

/**
 * What a person typed between two snapshots. The host owns the text; the page owns the keystrokes that the host has not seen. One
 * edit is on its way at a time, because each names the revision that it was made on.
 */
export class Draft {
  #host: HostText;
  /** Posted on the revision of the host, and not answered yet. */
  #sent: Text | undefined;
  /** From what was sent, or from the host's text, to what is on the page. */
  #typed: ChangeSet;

  constructor(host: HostText) {
    this.#host = host;
    this.#typed = ChangeSet.empty(host.text.length);
  }

  /** There is typing that was not posted. */
  get isUnsent(): boolean {
    return !this.#typed.empty;
  }

  get isOnItsWay(): boolean {
    return this.#sent !== undefined;
  }

  type(changes: ChangeSet): void {
    this.#typed = this.#typed.compose(changes);
  }

  /** The edit to post, if there is one and the last one was answered. */
  take(): HostText | undefined {
    if (!this.isUnsent || this.isOnItsWay) return undefined;
    const text = this.#typed.apply(this.#host.text);
    this.#typed = ChangeSet.empty(text.length);
    if (text.eq(this.#host.text)) return undefined;
    this.#sent = text;
    return { revision: this.#host.revision, text };
  }

  /** Takes the host's text as the truth. @returns the changes to the page that keep what was typed meanwhile, if there are any. */
  receive(host: HostText): ChangeSet | undefined {
    if (host.revision === this.#host.revision) return undefined;
    const changes = difference(this.#sent ?? this.#host.text, host.text);
    const forPage = changes.map(this.#typed, true);
    this.#typed = this.#typed.map(changes);
    this.#host = host;
    this.#sent = undefined;
    return forPage.empty ? undefined : forPage;
  }

  /** The edit was not answered in time: it is typing like any other again. */
  takeBack(): void {
    if (!this.#sent) return;
    this.#typed = difference(this.#host.text, this.#sent).compose(this.#typed);
    this.#sent = undefined;
  }
}

/** One change that leads from a text to another, as small as it can be. */
export function difference(from: Text, to: Text): ChangeSet {
  if (from.eq(to)) return ChangeSet.empty(from.length);
  const [one, other] = [from.toString(), to.toString()];
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < most - start &&
    one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)
  )
    end++;
  return ChangeSet.of(
    { from: start, to: from.length - end, insert: to.slice(start, to.length - end) },
    from.length,
    '\n',
  );
}
