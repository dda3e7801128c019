import { z } from 'zod';
import { RequestError } from './problem.ts';

/**
 * A part of a request in the form that it must have.
 * @throws {RequestError} 400 `bad-request`, naming each field that is wrong
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestError(400, 'bad-request', z.prettifyError(parsed.error));
}
