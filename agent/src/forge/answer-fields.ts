import { z } from 'zod';
import { cut, webUrl } from './strangers-text.ts';

/** A moment, in whatever zone the forge tells it. */
export const instant = z.string().transform((text, context) => {
  const at = new Date(text.slice(0, 60));
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});

/** Text of no more than so much; forges say nothing in several ways. */
export function words(most: number) {
  return z
    .string()
    .nullish()
    .transform(text => cut(text ?? '', most));
}

export const url = z.string().nullish().transform(webUrl);

/** Nothing where it is not of that form, for what can be done without. */
export function perhaps<T extends z.ZodType>(schema: T) {
  return schema.nullish().catch(undefined);
}
