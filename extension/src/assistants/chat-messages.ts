import type { EditorModelRequest } from '@errata/protocol/model';
import * as vscode from 'vscode';

type Message = EditorModelRequest['messages'][number];
type Part = Message['parts'][number];

/** A request as the editor's models take it. They have no place for a system prompt: it is the first that the user says. */
export function chatMessages({ system, messages }: EditorModelRequest): vscode.LanguageModelChatMessage[] {
  return [
    ...(system === '' ? [] : [vscode.LanguageModelChatMessage.User(system)]),
    ...messages.map(({ role, parts }) => {
      const { User, Assistant } = vscode.LanguageModelChatMessageRole;
      return new vscode.LanguageModelChatMessage(role === 'user' ? User : Assistant, parts.map(chatPart));
    }),
  ];
}

function chatPart(part: Part): vscode.LanguageModelInputPart {
  switch (part.type) {
    case 'text':
      return new vscode.LanguageModelTextPart(part.text);
    case 'call':
      return new vscode.LanguageModelToolCallPart(part.id, part.tool, objectOf(part.input));
    case 'result':
      return new vscode.LanguageModelToolResultPart(part.call, [new vscode.LanguageModelTextPart(part.text)]);
  }
}

/** A model may have called a tool with anything. */
function objectOf(input: unknown): object {
  return typeof input === 'object' && input !== null ? input : {};
}
