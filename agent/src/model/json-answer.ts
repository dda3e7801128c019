import { jsonOf } from '@errata/protocol/lenient';
import type { ModelRequest } from './model.ts';

/** For a model whose server cannot hold it to a form. */
function inJson({ schema }: NonNullable<ModelRequest['schema']>): string {
  return `Answer with one JSON document that this JSON Schema describes, and with nothing else:\n${JSON.stringify(schema)}`;
}

/** The system text, with the form that is asked for in it. */
export function systemInJson({ system, schema }: ModelRequest): string {
  return schema ? `${system}\n\n${inJson(schema)}` : system;
}

/** The JSON document of an answer; models like to put a fence or some words around it. */
export function jsonDocument(text: string): string | undefined {
  const bare = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return [text, fenced(text), bare].map(part => part.trim()).find(isDocument);
}

function fenced(text: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex(line => /^```(?:json)?$/.test(line.trim()));
  const end = lines.findIndex((line, index) => index > start && line.trim() === '```');
  return start < 0 || end < 0 ? '' : lines.slice(start + 1, end).join('\n');
}

function isDocument(text: string): boolean {
  const read = jsonOf(text);
  return typeof read === 'object' && read !== null;
}
