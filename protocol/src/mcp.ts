import { z } from 'zod';
import { locationSchema, ownerSchema, suspectSchema } from './diagnosis.ts';
import { issueSchema, issueStatusSchema } from './issue.ts';
import { verificationSchema } from './proposal.ts';
import { publicationSchema, runStageSchema } from './run.ts';

/*
 * The tools of `errata mcp`: what each takes, and what it gives as structured content. Whatever strangers may have written
 * stands below `untrusted`, bounded, with control characters shown; `notice` says what that means.
 */

const longestWaitSeconds = 600;

const issueName = z.string().min(1).max(100).describe('Id of an error, such as SHOP-12.');
const runName = z.string().min(1).max(100).describe('Id of a run, as the tool "fix" gave it.');
const untrusted = { notice: z.string() };

const shownIssue = issueSchema.omit({ title: true, culprit: true, version: true, fingerprint: true });

const writtenFiles = z
  .array(
    z.object({
      path: z.string().min(1).max(500).describe('Relative to the root of the repository.'),
      content: z.string().max(1_000_000).nullable().describe('The whole text of the file; null deletes it.'),
    }),
  )
  .min(1)
  .max(20);

const runState = {
  run: z.string(),
  issue: z.string(),
  stage: runStageSchema,
  /** True when it waits for a person or has ended: nothing more will happen by itself. */
  settled: z.boolean(),
};

const shownVerification = verificationSchema
  .pick({ sandbox: true, verdict: true })
  .extend({ testsBefore: z.string(), testsAfter: z.string(), reproduction: z.string() });

export const mcpTools = {
  list_errors: {
    input: z.object({
      status: issueStatusSchema
        .optional()
        .describe('Only errors of this status; NEW are those that nobody works on.'),
      query: z.string().max(1000).optional().describe('Such as "level:error release:1.2 some words".'),
      project: z.string().max(100).optional(),
      cursor: z.string().max(1000).optional().describe('`nextCursor` of the page before.'),
      limit: z.int().min(1).max(50).default(20),
    }),
    output: z.object({
      ...untrusted,
      errors: z.array(shownIssue.extend({ untrusted: z.object({ title: z.string(), culprit: z.string() }) })),
      nextCursor: z.string().optional(),
    }),
  },
  get_error: {
    input: z.object({ issue: issueName }),
    output: z.object({
      ...untrusted,
      error: shownIssue,
      /** Runs that this server knows of, newest first. */
      runs: z.array(z.object(runState)),
      untrusted: z.object({
        title: z.string(),
        culprit: z.string(),
        message: z.string().optional(),
        release: z.string().optional(),
        environment: z.string().optional(),
        exceptions: z.array(
          z.object({
            type: z.string(),
            value: z.string(),
            /** Crash first. */
            frames: z.array(z.string()),
            moreFrames: z.int().nonnegative(),
          }),
        ),
        /** Of the frame that crashed. */
        variables: z.record(z.string(), z.string()),
        request: z.string().optional(),
        tags: z.record(z.string(), z.string()),
        breadcrumbs: z.array(z.string()),
      }),
    }),
  },
  locate: {
    input: z.object({ issue: issueName }),
    output: z.object({
      ...untrusted,
      issue: z.string(),
      repository: z.string().optional(),
      confidence: z.number(),
      locations: z.array(
        locationSchema.pick({ file: true, line: true, symbol: true, score: true, mapping: true }),
      ),
      suspects: z.array(suspectSchema.pick({ commit: true, date: true, score: true })),
      owners: z.array(ownerSchema.pick({ name: true, source: true, share: true })),
      untrusted: z.object({
        cause: z.string(),
        /** Why this repository, or why none. */
        repositoryReason: z.string().optional(),
        reasons: z.array(z.string()),
        suspects: z.array(z.string()),
        unmapped: z.array(z.string()),
      }),
    }),
  },
  fix: {
    input: z.object({
      issue: issueName,
      waitSeconds: z
        .int()
        .min(0)
        .max(longestWaitSeconds)
        .default(45)
        .describe('How long to wait for the result. When it is not there by then, call again to wait on.'),
    }),
    output: z.object({
      ...untrusted,
      ...runState,
      /** The fix that is recommended, if there is one. */
      recommended: z
        .object({
          engine: z.string(),
          label: z.string(),
          confidence: z.number().optional(),
          files: z.array(z.string()),
          verification: shownVerification.optional(),
        })
        .optional(),
      /** How many other candidates came through. */
      alternatives: z.int().nonnegative(),
      failure: z.string().optional(),
      published: publicationSchema.optional(),
      untrusted: z.object({
        message: z.string(),
        cause: z.string().optional(),
        explanation: z.string().optional(),
        reasons: z.array(z.string()),
        /** Fix and regression test. */
        diff: z.string(),
      }),
    }),
  },
  cancel: {
    input: z.object({ run: runName }),
    output: z.object(runState),
  },
  verify: {
    input: z.object({ run: runName, files: writtenFiles }),
    output: z.object({
      ...untrusted,
      ...shownVerification.shape,
      untrusted: z.object({ reason: z.string(), failures: z.array(z.string()), output: z.string() }),
    }),
  },
  publish: {
    input: z.object({
      run: runName,
      files: writtenFiles
        .optional()
        .describe('What to push instead of the recommended fix: all files of the change, whole.'),
    }),
    output: publicationSchema,
  },
} as const;
export type McpTool = keyof typeof mcpTools;
export const mcpToolSchema = z.enum(Object.keys(mcpTools) as [McpTool, ...McpTool[]]);
export type McpInput<T extends McpTool> = z.output<(typeof mcpTools)[T]['input']>;
export type McpOutput<T extends McpTool> = z.output<(typeof mcpTools)[T]['output']>;
