import type { Event, Exception } from './event.ts';

const raised = /^\s*(?:raise|reraise|raise_from|six\.\w+)\b/;

/**
 * The exception to be explained. The innermost cause that has frames; but what went wrong by itself while another
 * exception was handled is no consequence of that: only what the handler raised on purpose is.
 */
export function rootException({ exceptions }: Pick<Event, 'exceptions'>): Exception | undefined {
  for (let at = exceptions.length - 1; at > 0; at--) {
    const exception = exceptions[at];
    const line = exception?.frames.at(-1)?.contextLine;
    if (exception?.whileHandling === true && line !== undefined && !raised.test(line)) return exception;
  }
  return exceptions.find(exception => exception.frames.length > 0) ?? exceptions.at(-1);
}
