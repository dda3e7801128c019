import type { Message, ModelAnswer, ModelRequest } from '../model.ts';

/* What is kept of a call where a person switched that on. The log center takes secrets out of it. */

const mostPrompt = 2_000_000;
const mostAnswer = 500_000;

export function promptText({ system, messages }: ModelRequest): string {
  const parts = [`[system]\n${system}`, ...messages.map(messageText)];
  return parts.join('\n\n').slice(0, mostPrompt);
}

export function answerText({ text, calls }: Pick<ModelAnswer, 'text' | 'calls'>): string {
  return messageText({ role: 'assistant', parts: [{ type: 'text', text }, ...calls] }).slice(0, mostAnswer);
}

function messageText({ role, parts }: Message): string {
  return [`[${role}]`, ...parts.map(partText)].join('\n');
}

function partText(part: Message['parts'][number]): string {
  if (part.type === 'text') return part.text;
  if (part.type === 'result') return `[result of ${part.call}]\n${part.text}`;
  return `[call ${part.id}: ${part.tool}]\n${JSON.stringify(part.input)}`;
}
