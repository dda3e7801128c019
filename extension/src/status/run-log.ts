import type { RunView } from '@errata/protocol/agent-rpc';

/** Writes down what runs do: each stage that begins, and how long the one before it took. */
export class RunLog {
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #stages = new Map<string, { readonly stage: string; readonly since: number; message: string }>();

  constructor(write: (line: string) => void, now: () => number = () => performance.now()) {
    this.#write = write;
    this.#now = now;
  }

  note({ id, issue, stage, message, failure }: RunView): void {
    const said = failure?.message ?? message;
    const known = this.#stages.get(id);
    if (known?.stage === stage) {
      if (known.message === said || said === '') return;
      known.message = said;
      this.#write(`[run] ${issue} ${stage}: ${oneLine(said)}`);
      return;
    }
    const now = this.#now();
    const took = known ? ` (${known.stage} took ${seconds(now - known.since)})` : '';
    this.#write(`[run] ${issue} ${stage}${took}${said === '' ? '' : `: ${oneLine(said)}`}`);
    this.#stages.set(id, { stage, since: now, message: said });
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 500);
}
