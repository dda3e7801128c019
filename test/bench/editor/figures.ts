import { z } from 'zod';

const milliseconds = z.array(z.number());
const beside = z.object({ errata: milliseconds, git: milliseconds });
const delays = z.object({ samples: z.int(), p50: z.number(), p99: z.number(), max: z.number() });

/** What is measured in the editor, part by part; a part that was not asked for is absent. */
export const editorFiguresSchema = z.object({
  /**
   * Loading the code and calling `activate`, one each load of the window: as VS Code counts them, and without the code of other
   * extensions that ran before it came to this one.
   */
  activation: z.object({ counted: beside, own: beside }).optional(),
  /** Bytes. */
  sizes: z
    .object({ eager: z.int(), afterwards: z.int(), vsix: z.int(), pageScripts: z.int(), pageAll: z.int() })
    .optional(),
  /** From the post of an event of a new kind to the frame in which its row is drawn. */
  arrivals: milliseconds.optional(),
  burst: z
    .object({
      acknowledged: z.int(),
      seconds: z.number(),
      /** Of the tree: how many in the second in which there were most. */
      refreshes: z.int(),
      /** Of the extension host's event loop, meanwhile and with nothing going on. */
      delays,
      quiet: delays,
    })
    .optional(),
  manyIssues: z.object({ issues: z.int(), shown: z.int(), children: milliseconds }).optional(),
  review: z
    .object({
      /** From the beginning of the page to its first paint, and from the command to the first hunk in sight. */
      firstPaint: milliseconds,
      opened: milliseconds,
      accepted: milliseconds,
    })
    .optional(),
  idle: z
    .object({ seconds: z.number(), cpu: z.number(), resident: z.number(), gitProcesses: z.int() })
    .optional(),
  recovery: z.object({ milliseconds, rowsKept: z.boolean() }).optional(),
});
export type EditorFigures = z.infer<typeof editorFiguresSchema>;
export type EditorPart = keyof EditorFigures;
export const editorParts = Object.keys(editorFiguresSchema.shape) as EditorPart[];
