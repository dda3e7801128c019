import { z } from 'zod';

/** What is kept of a file over a reload: the text where it was edited, and what was decided. */
const savedFileSchema = z.object({
  path: z.string(),
  after: z.string().optional(),
  marks: z.array(z.tuple([z.string(), z.enum(['accepted', 'rejected', 'undecided'])])),
});
export type SavedFile = z.infer<typeof savedFileSchema>;

/** What is kept of a review over a reload. */
export const savedReviewSchema = z.object({
  selected: z.string().optional(),
  candidates: z.array(
    z.object({
      id: z.string(),
      /** Stands for the candidate's texts: what was said of others is not about these. */
      texts: z.string(),
      files: z.array(savedFileSchema),
    }),
  ),
});
export type SavedReview = z.infer<typeof savedReviewSchema>;
