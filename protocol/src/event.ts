import { z } from 'zod';

/** Severity of an event, as clients send it. */
export const levelSchema = z.enum(['fatal', 'error', 'warning', 'info', 'debug']);
export type Level = z.infer<typeof levelSchema>;

/** One line of a stack trace. Lines and columns count from 1. */
export const frameSchema = z.object({
  /** The path as the client reported it: absolute, relative, a URL… Hostile text. */
  file: z.string(),
  function: z.string().optional(),
  module: z.string().optional(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  /** True when the line is the user's own code. */
  inApp: z.boolean(),
  contextLine: z.string().optional(),
  preContext: z.array(z.string()).optional(),
  postContext: z.array(z.string()).optional(),
  /** Captured local variables: name → value as the client serialised it. */
  variables: z.record(z.string(), z.unknown()).optional(),
  /** Where the frame was in the bundle that ran, when a source map has told where it comes from. */
  minified: z
    .object({
      file: z.string(),
      function: z.string().optional(),
      line: z.int().positive().optional(),
      column: z.int().positive().optional(),
    })
    .optional(),
});
export type Frame = z.infer<typeof frameSchema>;

/** One exception of a chain, with the frames of its trace: outermost call first, crash last. */
export const exceptionSchema = z.object({
  type: z.string(),
  value: z.string(),
  handled: z.boolean().optional(),
  frames: z.array(frameSchema),
  /** True when it came up while the one before it was handled, and was not said to be caused by that. */
  whileHandling: z.boolean().optional(),
});
export type Exception = z.infer<typeof exceptionSchema>;

export const requestSchema = z.object({
  method: z.string().optional(),
  url: z.string().optional(),
  query: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
});

export const breadcrumbSchema = z.object({
  timestamp: z.string().optional(),
  category: z.string().optional(),
  message: z.string().optional(),
  level: z.string().optional(),
});

/** One occurrence that a client sent. Never changed after it is stored. */
export const eventSchema = z.object({
  /** 32 lower-case hexadecimal digits. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** When it happened, ISO 8601 in UTC. */
  timestamp: z.iso.datetime(),
  /** `javascript`, `node`, `python`… as the client named it. */
  platform: z.string(),
  level: levelSchema,
  message: z.string().optional(),
  release: z.string().optional(),
  /** Distinguishes builds of one release. */
  dist: z.string().optional(),
  environment: z.string().optional(),
  serverName: z.string().optional(),
  transaction: z.string().optional(),
  logger: z.string().optional(),
  /** Cause first, the exception that was reported last (the order of Sentry's protocol). */
  exceptions: z.array(exceptionSchema),
  request: requestSchema.optional(),
  user: z.record(z.string(), z.unknown()).optional(),
  tags: z.record(z.string(), z.string()),
  contexts: z.record(z.string(), z.unknown()),
  breadcrumbs: z.array(breadcrumbSchema),
  /** Grouping wished for by the client. */
  fingerprint: z.array(z.string()).optional(),
  sdk: z.string().optional(),
  /** The bundles that ran, each with the id under which its source map is uploaded. */
  debugImages: z.array(z.object({ codeFile: z.string(), debugId: z.string() })).optional(),
});
export type Event = z.infer<typeof eventSchema>;

/** The exception that was reported: the last of the chain, or nothing for a plain message. */
export function reportedException(event: Event): Exception | undefined {
  return event.exceptions.at(-1);
}
