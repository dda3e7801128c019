import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of ours in a process of its own that answers questions one after the other; it ends with us. */
export class Forked implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #name: string;

  constructor(program: URL) {
    this.#name = program.pathname.split('/').at(-1) ?? '';
    this.#child = fork(program, { serialization: 'advanced' });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`${this.#name} was not started.`);
    return this.#child.pid;
  }

  /** Fails when the process ends instead of answering. */
  async ask<Answer>(question: object, signal: AbortSignal): Promise<Answer> {
    const settled = new AbortController();
    const until = { signal: AbortSignal.any([signal, settled.signal]) };
    try {
      const answer = once(this.#child, 'message', until).then(([message]) => message as Answer);
      const ended = once(this.#child, 'exit', until).then(([code, by]) => {
        throw new Error(`${this.#name} ended with ${code ?? by}.`);
      });
      this.#child.send(question);
      return await Promise.race([answer, ended]);
    } finally {
      settled.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

/** In such a program: answers each question, and ends with whoever asks. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<object>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (question: Question) => {
    answer(question).then(
      reply => process.send?.(reply),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
}
