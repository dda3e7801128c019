import type { LogOutputChannel } from 'vscode';

const shown = '•••';

/** The log, with a secret that is traced shown as dots. */
export function withoutSecret(log: LogOutputChannel, secret: string | undefined): LogOutputChannel {
  if (secret === undefined) return log;
  const forms = [...new Set([secret, JSON.stringify(secret).slice(1, -1)])];
  const hidden = (text: unknown) =>
    typeof text === 'string' ? forms.reduce((now, form) => now.replaceAll(form, shown), text) : text;
  return Object.create(log, {
    trace: {
      value: (message: string, ...more: unknown[]) => log.trace(String(hidden(message)), ...more.map(hidden)),
    },
  });
}
