import type { LogOutputChannel } from 'vscode';

const shown = '•••';

/** The log, with secrets that are traced shown as dots: those that are in the set by then. */
export function withoutSecrets(log: LogOutputChannel, secrets: ReadonlySet<string>): LogOutputChannel {
  const hidden = (text: unknown) => {
    if (typeof text !== 'string') return text;
    const forms = [...secrets].flatMap(secret => [secret, JSON.stringify(secret).slice(1, -1)]);
    return forms.reduce((now, form) => now.replaceAll(form, shown), text);
  };
  return Object.create(log, {
    trace: {
      value: (message: string, ...more: unknown[]) => log.trace(String(hidden(message)), ...more.map(hidden)),
    },
  });
}
