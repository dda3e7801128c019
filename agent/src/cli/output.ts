/** Where a command's result goes: one JSON document, or text for a person. Progress and errors go to stderr, always. */
export class Output {
  readonly json: boolean;

  constructor(json: boolean) {
    this.json = json;
  }

  /** The command's result. Called once. */
  result(document: unknown, text: () => string): void {
    process.stdout.write(this.json ? `${JSON.stringify(document)}\n` : `${text()}\n`);
  }

  progress(message: string): void {
    process.stderr.write(`${printable(message)}\n`);
  }

  failure(reason: string, message: string): void {
    if (this.json) process.stdout.write(`${JSON.stringify({ error: { reason, message } })}\n`);
    process.stderr.write(`errata: ${printable(message)}\n`);
  }
}

/** Text from events may carry terminal controls: they are shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�');
}
