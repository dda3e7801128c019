import { z } from 'zod';
import { commitDetailSchema, commitNameSchema } from './commit.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { eventSchema } from './event.ts';
import { followedPullRequestSchema, forgeKindSchema, mergeStyleSchema } from './followed-pull-request.ts';
import { issueSchema, issueSortSchema, issueStatusSchema } from './issue.ts';
import { mcpToolSchema } from './mcp.ts';
import {
  editorModelAnswerSchema,
  editorModelRequestSchema,
  engineSettingsSchema,
  modelChoiceSchema,
  offeredModelSchema,
} from './model.ts';
import { fileChangeSchema, proposalSchema, verificationSchema } from './proposal.ts';
import { pullRequestFormSchema, pullRequestSchema } from './pull-request.ts';
import { publicationSchema, runStageSchema } from './run.ts';
import { issueStatsSchema } from './stats.ts';

/*
 * The agent's JSON-RPC contract beside LSP, over stdio. Requests are `errata/…`; a failed one carries `{ reason }` in the
 * error's data, and a message for a person. Notifications say that something changed; the state is asked for, whole.
 */

/** A run as the editor shows it. */
export const runViewSchema = z.object({
  id: z.string(),
  issue: z.string(),
  stage: runStageSchema,
  /** What is being done at the moment, one line. */
  message: z.string(),
  startedAt: z.iso.datetime(),
  diagnosis: diagnosisSchema.optional(),
  proposal: proposalSchema.optional(),
  publication: publicationSchema.optional(),
  /** What the person asked to be changed, in their words, oldest first; empty where a model was only asked once more. */
  requests: z.array(z.string()).optional(),
  /** Who works on it, when that is another agent: until it ends, nothing can be done with it here. */
  holder: z.string().optional(),
  /** Why it failed or stopped. */
  failure: z.object({ reason: z.string(), message: z.string() }).optional(),
});
export type RunView = z.infer<typeof runViewSchema>;

export const agentStatusSchema = z.object({
  connection: z.object({
    state: z.enum(['connecting', 'connected', 'disconnected']),
    url: z.string().optional(),
    /** What to point an SDK at, to be shown when there are no errors yet. */
    dsn: z.string().optional(),
    /** Why it is disconnected and what to do. */
    reason: z.string().optional(),
    /** `unauthorized`: there is no token for this log center, or it refused the one there is. */
    failure: z.enum(['unauthorized']).optional(),
  }),
  /** Repositories among the workspace folders. Empty: `reason` says why. */
  repositories: z.array(z.string()),
  repositoryReason: z.string().optional(),
  newIssues: z.int().nonnegative(),
  runningFixes: z.int().nonnegative(),
});
export type AgentStatus = z.infer<typeof agentStatusSchema>;

/** The candidate that was looked at, or that the texts were made from, by its id; without it, the recommended one. */
const aboutCandidate = { candidate: z.string().optional() };

/** The line that an issue came from, as it is now. */
export const placeSchema = z.object({
  issue: z.string(),
  /** Absolute path of the repository. */
  repository: z.string(),
  /** Relative to it, `/`-separated. */
  file: z.string(),
  /** From 1. */
  line: z.int().positive(),
});
export type Place = z.infer<typeof placeSchema>;

/** Every request of the contract: method → parameters and result. */
export const agentRequests = {
  'errata/status': { params: z.object({}), result: agentStatusSchema },
  'errata/issues': {
    params: z.object({
      status: issueStatusSchema.optional(),
      /** In the words of the log center's search: `level:error release:1.2 words`. */
      q: z.string().max(900).optional(),
      /** `lastSeen` where it is left out; most of it first. */
      sort: issueSortSchema.optional(),
      /** Those that a person set aside: `without` where it is left out. */
      ignored: z.enum(['without', 'with', 'only']).optional(),
      cursor: z.string().optional(),
      limit: z.int().min(1).max(200).optional(),
    }),
    result: z.object({ issues: z.array(issueSchema), nextCursor: z.string().optional() }),
  },
  /**
   * An issue with its newest event and where it is in the workspace. `runs`: the newest ones, newest first, ended ones too; those
   * that are not under way in this agent come without what they found, which `errata/run` answers.
   */
  'errata/issue': {
    params: z.object({ issue: z.string() }),
    result: z.object({
      issue: issueSchema,
      event: eventSchema,
      diagnosis: diagnosisSchema.optional(),
      /** Absolute path of the repository that `diagnosis` refers to. */
      repository: z.string().optional(),
      /** Why it is that one of those that are open, or none, or none for certain. */
      repositoryReason: z.string().optional(),
      /** Roots of those that it may belong to, likeliest first, where only a person can tell: see `errata/belongs`. */
      unsure: z.array(z.string()).optional(),
      runs: z.array(runViewSchema),
    }),
  },
  /** How often it occurred in each of the last 24 hours, in which releases, and to how many users. */
  'errata/stats': { params: z.object({ issue: z.string() }), result: issueStatsSchema },
  /** A person says which of the repositories that are open an issue belongs to, by its root; null: to none of them. */
  'errata/belongs': {
    params: z.object({ issue: z.string(), repository: z.string().nullable() }),
    result: z.object({}),
  },
  /** Sets an issue aside until it happens again, or takes that back. */
  'errata/ignore': {
    params: z.object({ issue: z.string(), ignored: z.boolean() }),
    result: issueSchema,
  },
  /** Says that an issue was fixed by hand, if it is still what the person saw: of this version. */
  'errata/markFixed': {
    params: z.object({
      issue: z.string(),
      version: z.int().nonnegative(),
      /** How. */
      reason: z.string().trim().min(1),
    }),
    result: issueSchema,
  },
  /** Where issues are in the open repositories, as far as they were looked for yet; those that are not here are not placed. */
  'errata/places': {
    params: z.object({}),
    result: z.object({ places: z.array(placeSchema) }),
  },
  /** A commit of a repository that is open, such as a suspect. */
  'errata/commit': {
    params: z.object({ repository: z.string(), commit: commitNameSchema }),
    result: commitDetailSchema,
  },
  /** The text of a file as it was in a commit; why there is none otherwise. */
  'errata/file': {
    params: z.object({ repository: z.string(), commit: commitNameSchema, path: z.string() }),
    result: z.union([z.object({ text: z.string() }), z.object({ reason: z.string() })]),
  },
  /** Sends an error that says that it is a test, and answers its issue. */
  'errata/sendTestError': { params: z.object({}), result: z.object({ issue: z.string() }) },
  /** A tool of `errata mcp`, for a model in the editor. The editor has asked the person before it calls `publish`. */
  'errata/tool': {
    params: z.object({ tool: mcpToolSchema, input: z.unknown() }),
    result: z.object({ isError: z.boolean(), parts: z.array(z.string()) }),
  },
  /** The models that a server has to offer; `key` is for its address, where the person gave one: a secret like `modelKey`. */
  'errata/models': {
    params: modelChoiceSchema
      .pick({ provider: true, baseUrl: true })
      .extend({ key: z.string().min(1).optional() }),
    result: z.object({ models: z.array(offeredModelSchema) }),
  },
  /** Starts (or resumes) a run and answers at once; progress comes as `errata/runChanged`. */
  'errata/fix': {
    params: z.object({
      issue: z.string(),
      /** The person was told what it means to do without a sandbox, and said yes for this repository. */
      withoutSandbox: z.literal(true).optional(),
    }),
    result: runViewSchema,
  },
  /**
   * A run of this agent, or any that the log center knows. Looking at one that an earlier agent left behind does not take it; what
   * a person does with it while it awaits approval does.
   */
  'errata/run': { params: z.object({ run: z.string() }), result: runViewSchema },
  'errata/cancel': { params: z.object({ run: z.string() }), result: runViewSchema },
  /** Proves an edited set of changes in the sandbox. */
  'errata/verify': {
    params: z.object({ run: z.string(), changes: z.array(fileChangeSchema), ...aboutCandidate }),
    result: verificationSchema,
  },
  /** What the form of a pull request is filled with for these texts. What was not verified yet is verified first. */
  'errata/pullRequest': {
    params: z.object({ run: z.string(), changes: z.array(fileChangeSchema), ...aboutCandidate }),
    result: pullRequestFormSchema,
  },
  /**
   * Approves and pushes these texts, no more and no less. What differs from a verified candidate is verified first; if that
   * rejects it, nothing is pushed unless `acceptUnproven` says that the person wants it all the same.
   */
  'errata/publish': {
    params: z.object({
      run: z.string(),
      changes: z.array(fileChangeSchema).min(1),
      acceptUnproven: z.boolean().optional(),
      /** As the form was filled in; without it, a free branch is taken and all texts are made up. */
      pullRequest: pullRequestSchema.optional(),
      ...aboutCandidate,
    }),
    result: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('published'), publication: publicationSchema }),
      z.object({ outcome: z.literal('refused'), verification: verificationSchema }),
    ]),
  },
  /**
   * Another round: what the person rejected or has seen is ruled out. Answers when it has begun; the run comes back to
   * `awaiting-approval`, and its message says what came of it.
   */
  'errata/askForChange': {
    params: z.object({
      run: z.string(),
      request: z.string().trim().min(1),
      /** The texts as they stand, which the person does not want as they are. */
      changes: z.array(fileChangeSchema),
      ...aboutCandidate,
    }),
    result: runViewSchema,
  },
  /** Another round in which a model that failed is asked once more for the same; answers as `errata/askForChange` does. */
  'errata/retry': { params: z.object({ run: z.string() }), result: runViewSchema },
  /** Ends the run: a person takes it from here. */
  'errata/escalate': {
    params: z.object({ run: z.string(), reason: z.string(), ...aboutCandidate }),
    result: runViewSchema,
  },
  'errata/reject': {
    params: z.object({ run: z.string(), reason: z.string(), ...aboutCandidate }),
    result: runViewSchema,
  },
  /** Our pull requests, the newest first: those for an issue, or all that may still change. */
  'errata/pullRequests': {
    params: z.object({ issue: z.string().optional() }),
    result: z.object({ pullRequests: z.array(followedPullRequestSchema) }),
  },
  /** Opens the pull request of a branch that was pushed without one, if its forge lets us in by now; `notes` say why it does not. */
  'errata/openPullRequest': {
    params: z.object({ pullRequest: z.string() }),
    result: publicationSchema,
  },
  /** Asks its forge how it is now. What this agent could not work on it tries again. */
  'errata/refreshPullRequest': {
    params: z.object({ pullRequest: z.string() }),
    result: followedPullRequestSchema,
  },
  /** Switches the checkout to its branch; refused when what is not committed would be lost. */
  'errata/checkoutPullRequest': {
    params: z.object({ pullRequest: z.string() }),
    result: z.object({ repository: z.string(), branch: z.string() }),
  },
  /** Merges it, if it is still what the person saw: at this commit. */
  'errata/mergePullRequest': {
    params: z.object({ pullRequest: z.string(), head: z.string(), how: mergeStyleSchema }),
    result: followedPullRequestSchema,
  },
  /** Closes it unmerged, and deletes its branch where nobody else has pushed to it. */
  'errata/closePullRequest': {
    params: z.object({ pullRequest: z.string(), reason: z.string() }),
    result: followedPullRequestSchema,
  },
  /** How an issue was fixed, as Markdown. */
  'errata/report': { params: z.object({ issue: z.string() }), result: z.object({ markdown: z.string() }) },
} as const;
export type AgentMethod = keyof typeof agentRequests;
export type AgentParams<M extends AgentMethod> = z.infer<(typeof agentRequests)[M]['params']>;
export type AgentResult<M extends AgentMethod> = z.infer<(typeof agentRequests)[M]['result']>;

/** Every request of the agent to its client: method → parameters and result. */
export const clientRequests = {
  /** What to push with to one of `credentialHosts`, which wants a credential that git does not know; null when there is none. */
  'errata/credential': {
    params: z.object({ url: z.url() }),
    result: z.object({ username: z.string(), password: z.string() }).nullable(),
  },
  /** Asks a model that the person has in the editor; refused with a `modelTroubleReasonSchema` as reason. */
  'errata/askModel': { params: editorModelRequestSchema, result: editorModelAnswerSchema },
  /** The models that the person has in the editor. */
  'errata/editorModels': {
    params: z.object({}),
    result: z.object({ models: z.array(offeredModelSchema) }),
  },
} as const;
export type Credential = z.infer<(typeof clientRequests)['errata/credential']['result']>;

/** Every notification of the agent: method → parameters. */
export const agentNotifications = {
  'errata/statusChanged': agentStatusSchema,
  /**
   * These issues are new or not what they were, and those are gone; sent at most four times a second. Without `issues`, more
   * changed than is told one by one: the list is to be read again.
   */
  'errata/issuesChanged': z.object({
    issues: z.array(issueSchema).optional(),
    gone: z.array(z.string()).optional(),
  }),
  /** Issues were found at other lines, or files; sent at most once a second. */
  'errata/placesChanged': z.object({}),
  'errata/runChanged': runViewSchema,
  'errata/pullRequestChanged': followedPullRequestSchema,
} as const;
export type AgentNotification = keyof typeof agentNotifications;
export type NotificationParams<N extends AgentNotification> = z.infer<(typeof agentNotifications)[N]>;

/** `initializationOptions` of the LSP session. */
export const agentOptionsSchema = z.object({
  /** Log center to connect to; absent: the embedded one. */
  logCenter: z.url().optional(),
  /** Its token, where the person gave one. A secret: it travels over stdio, and is never logged. */
  token: z.string().min(1).optional(),
  sandbox: z.enum(['auto', 'docker', 'bubblewrap', 'namespaces']).default('auto'),
  /** What runs all tests; absent: it is found from the project. */
  testCommand: z.string().optional(),
  /** The person wants dependencies that are missing installed, apart from the folder; that reaches the network. */
  installDependencies: z.boolean().default(false),
  /** Project slug → folder or remote of its repository, where that is not found by itself. */
  repositories: z.record(z.string(), z.string()).default({}),
  /** Host of a git server → what it speaks (`github`, `gitlab`, `gitea`, `git`), where that is not found by itself. */
  forges: z.record(z.string(), forgeKindSchema).default({}),
  /** Hosts that the client has a sign-in for, such as `github.com`: it is asked when a push wants a credential. */
  credentialHosts: z.array(z.string()).default([]),
  /** How models and other programs are used for fixes. */
  engines: engineSettingsSchema.prefault({}),
  /** The key of the model that `engines` names, where the person gave one. A secret like `token`. */
  modelKey: z.string().min(1).optional(),
  /** True when the client handles the command `errata.fix` itself, as the extension does. */
  clientCommands: z.boolean().default(false),
  /** False in a folder that is not trusted: errors are shown, nothing is run. */
  trusted: z.boolean().default(true),
});
export type AgentOptions = z.infer<typeof agentOptionsSchema>;
/** What a client sends of them: the rest has defaults. */
export type GivenAgentOptions = z.input<typeof agentOptionsSchema>;
