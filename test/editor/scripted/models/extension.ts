import * as vscode from 'vscode';
import { answers as shipping } from '../../../models/shipping.ts';

/* Lends the window language models that do what their names say. */

/** What the agent says of a fix that it tried. */
const failed = 'was tried and does not hold';
const vendor = 'scripted';
const names = ['echo', 'calling', 'busy', 'waiting', 'endless', 'fixing'] as const;
type Name = (typeof names)[number];
type Report = vscode.Progress<vscode.LanguageModelResponsePart>;

const answers: Record<
  Name,
  (
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    tools: readonly vscode.LanguageModelChatTool[],
    progress: Report,
    token: vscode.CancellationToken,
  ) => Promise<void>
> = {
  async echo(messages, _, progress) {
    for (const { role, content } of messages)
      progress.report(new vscode.LanguageModelTextPart(`${JSON.stringify({ role, content })}\n`));
  },
  async calling(_, tools, progress) {
    progress.report(new vscode.LanguageModelTextPart('I shall look.'));
    for (const { name } of tools)
      progress.report(new vscode.LanguageModelToolCallPart('call-1', name, { path: 'src/cart.ts' }));
  },
  async busy() {
    throw vscode.LanguageModelError.Blocked('the quota of this month is used up');
  },
  async waiting(_, __, progress, token) {
    progress.report(new vscode.LanguageModelTextPart('…'));
    await new Promise<void>(resolve => token.onCancellationRequested(() => resolve()));
  },
  async endless(_, __, progress, token) {
    while (!token.isCancellationRequested) {
      progress.report(new vscode.LanguageModelTextPart('never '.repeat(4000)));
      await new Promise(resolve => setImmediate(resolve));
    }
  },
  /** Knows the cause of the bug in `shipping.ts`; its first fix is wrong, and the right one comes when it is told so. */
  async fixing(messages, _, progress) {
    const text = JSON.stringify(messages.map(({ content }) => content));
    const asked = text.includes('disprovedBy') ? 'cause' : text.includes(failed) ? 'right' : 'wrong';
    progress.report(new vscode.LanguageModelTextPart(shipping[asked]));
  },
};

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider(vendor, {
      provideLanguageModelChatInformation: () =>
        names.map(id => ({
          id,
          name: `Scripted ${id}`,
          family: 'scripts',
          version: '1',
          maxInputTokens: 100_000,
          maxOutputTokens: 10_000,
          capabilities: { toolCalling: true },
        })),
      provideLanguageModelChatResponse: ({ id }, messages, { tools = [] }, progress, token) =>
        answers[names.find(name => name === id) ?? 'echo'](messages, tools, progress, token),
      // A token for each character, which nobody would guess.
      provideTokenCount: async (_, text) =>
        typeof text === 'string' ? text.length : JSON.stringify(text.content).length,
    }),
  );
}
