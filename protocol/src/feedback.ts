import { z } from 'zod';

/** What a user of the app wrote about an error. Hostile text. */
export const feedbackSchema = z.object({
  /** Of the event that it is about, if it is about one. */
  event: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  message: z.string(),
  url: z.string().optional(),
  receivedAt: z.iso.datetime(),
});
export type Feedback = z.infer<typeof feedbackSchema>;

/** A file that a client sent with an event. */
export const attachmentSchema = z.object({
  id: z.int().positive(),
  event: z.string(),
  name: z.string(),
  contentType: z.string().optional(),
  kind: z.string().optional(),
  bytes: z.int().nonnegative(),
});
export type Attachment = z.infer<typeof attachmentSchema>;
