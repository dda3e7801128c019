import type { z } from 'zod';

/** Parses a runner's report; undefined when there is none or it is cut off or not of this form. */
export function parseJson<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> | undefined {
  if (text === undefined) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(data);
  return parsed.success ? parsed.data : undefined;
}
