import { z } from 'zod';
import { impactSchema } from './impact.ts';
import { responsibilitySchema } from './responsibility.ts';

/** A place in the checkout as it is now. Paths are relative to the repository root, `/`-separated; lines count from 1. */
export const locationSchema = z.object({
  file: z.string(),
  line: z.int().positive(),
  /** Enclosing function, method or class, if one is known. */
  symbol: z.string().optional(),
  /** Relative among the locations of one diagnosis, 0…1. */
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  /** `exact`: same line text as in the release; `moved`: followed through a diff; `approximate`: the line is gone. */
  mapping: z.enum(['exact', 'moved', 'approximate']),
  /** Index of the frame it was mapped from, in the root exception's frames; absent when it was found by slicing. */
  frame: z.int().nonnegative().optional(),
  /** Other files that the frame may mean, best first, where the path does not tell them apart for sure. */
  candidates: z
    .array(z.object({ file: z.string(), score: z.number().min(0).max(1), reasons: z.array(z.string()) }))
    .optional(),
});
export type Location = z.infer<typeof locationSchema>;

/** A commit that may have introduced the bug. */
export const suspectSchema = z.object({
  commit: z.string(),
  author: z.string(),
  email: z.string(),
  date: z.iso.datetime({ offset: true }),
  subject: z.string(),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
});
export type Suspect = z.infer<typeof suspectSchema>;

/** A person responsible for a location. */
export const ownerSchema = z.object({
  /** `@handle`, team or `Name <mail>`. */
  name: z.string(),
  source: z.enum(['CODEOWNERS', 'blame', 'history']),
  /** Share of the lines or commits concerned, 0…1; 1 for a code owner. */
  share: z.number().min(0).max(1),
  reasons: z.array(z.string()).optional(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** A root cause as a model tells it. Of its evidence only places that exist are kept. */
export const explanationSchema = z.object({
  /** `PROVIDER:MODEL`. */
  model: z.string(),
  /** Absent: it found no root cause. */
  cause: z.string().optional(),
  evidence: z.array(z.object({ file: z.string(), line: z.int().positive(), why: z.string() })),
  /** Where the bad value comes from. */
  producedAt: z.object({ file: z.string(), line: z.int().positive() }).optional(),
  strategy: z.string().optional(),
  /** What would show that this is not the cause. */
  disprovedBy: z.string().optional(),
});
export type Explanation = z.infer<typeof explanationSchema>;

/** Root cause, ranked locations, suspects and owners. */
export const diagnosisSchema = z.object({
  cause: z.string(),
  /** What kind of mistake its message complains of, such as `missing`; the exception's type where that is not known. Hostile text. */
  family: z.string().optional(),
  /** The expression that was bad at the crash, as it stands in the source. */
  badExpression: z.string().optional(),
  /** Best first. The first is where the fix most likely belongs. */
  locations: z.array(locationSchema),
  suspects: z.array(suspectSchema),
  /** The failing release in this repository; without a commit when none is known by its name. */
  release: z
    .object({ name: z.string().optional(), commit: z.string().optional(), how: z.string() })
    .optional(),
  owners: z.array(ownerSchema),
  /** Who answers for the files of the first locations, in their order. */
  responsibility: z.array(responsibilitySchema).optional(),
  impact: impactSchema.optional(),
  /** What a model made of it, as far as that was checked. */
  explained: explanationSchema.optional(),
  /** Frames that could not be mapped, each with the reason, to be shown instead of an empty list. */
  unmapped: z.array(z.object({ file: z.string(), line: z.int().optional(), reason: z.string() })),
  confidence: z.number().min(0).max(1),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;
