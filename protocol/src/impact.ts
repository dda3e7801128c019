import { z } from 'zod';

/** A place that calls the function that is looked at. Paths are relative to the repository root, lines those of HEAD. */
export const callerSchema = z.object({
  file: z.string(),
  line: z.int().positive(),
  /** The function that the call stands in; absent at the top level. */
  symbol: z.string().optional(),
  /** Found through scope or imports; otherwise it has the name, and may mean another function. */
  certain: z.boolean(),
});
export type Caller = z.infer<typeof callerSchema>;

/** A test that runs the function that is looked at. */
export const reachingTestSchema = z.object({
  file: z.string(),
  line: z.int().positive(),
  /** As its runner names it. */
  name: z.string(),
  /** Calls on the way: 1 when the test itself calls the function. */
  calls: z.int().positive(),
  certain: z.boolean(),
});
export type ReachingTest = z.infer<typeof reachingTestSchema>;

/** How often, since when and on which releases an error occurred, as the log center counts. */
export const occurrencesSchema = z.object({
  count: z.int().nonnegative(),
  /** Different users; 0 when no event named one. */
  users: z.int().nonnegative(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** Most events first; the name is empty where events named none. */
  releases: z.array(z.object({ release: z.string(), count: z.int().positive() })),
});
export type Occurrences = z.infer<typeof occurrencesSchema>;

/** Whom an error concerns: who calls the function around the first location, which tests run it, how often it occurs. */
export const impactSchema = z.object({
  /** The function; absent when the location is in none, or its name cannot be told. */
  symbol: z.string().optional(),
  /** Those of the program first that are certain. Tests are not among them. */
  callers: z.array(callerSchema),
  moreCallers: z.int().nonnegative(),
  /** Nearest first. */
  tests: z.array(reachingTestSchema),
  moreTests: z.int().nonnegative(),
  /** Why there may be more than was found. */
  bounded: z.string().optional(),
  /** Absent where the error is not an issue of a log center. */
  occurrences: occurrencesSchema.optional(),
});
export type Impact = z.infer<typeof impactSchema>;
