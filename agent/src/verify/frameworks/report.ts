import { jsonOf } from '@errata/protocol/lenient';
import type { z } from 'zod';

/** Parses a runner's report; undefined when there is none or it is cut off or not of this form. */
export function parseJson<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> | undefined {
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(jsonOf(text));
  return parsed.success ? parsed.data : undefined;
}

/** The lines of a text that are JSON of this form; other lines are a program's own output, or cut off. */
export function parseJsonLines<T extends z.ZodType>(schema: T, text: string): z.infer<T>[] {
  return text.split('\n').flatMap(line => {
    if (!line.startsWith('{')) return [];
    const parsed = schema.safeParse(jsonOf(line));
    return parsed.success ? [parsed.data] : [];
  });
}
