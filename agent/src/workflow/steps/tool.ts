import { z } from 'zod';
import type { Tool, ToolCall, ToolResult } from '../../model/model.ts';

/** Something that a model may do by itself, with what it may be given. */
export interface StepTool {
  readonly offered: Tool;
  /** What came of it, with all that others wrote quoted. Throws `ToolRefusal`. */
  use(input: unknown): Promise<string>;
}

/** A tool cannot do what it is told to; the model hears why. */
export class ToolRefusal extends Error {
  override readonly name = 'ToolRefusal';
}

export function stepTool<T extends z.ZodType>(
  name: string,
  description: string,
  schema: T,
  use: (input: z.infer<T>) => Promise<string>,
): StepTool {
  return {
    offered: { name, description, input: z.toJSONSchema(schema) },
    use: async given => {
      const read = schema.safeParse(given);
      if (read.success) return use(read.data);
      const [issue] = read.error.issues;
      throw new ToolRefusal(`This is not what ${name} takes: ${issue?.path.join('.')}: ${issue?.message}`);
    },
  };
}

/** Carries out one call. What is not there is refused like what is not allowed. */
export async function carryOut(call: ToolCall, tools: readonly StepTool[]): Promise<ToolResult> {
  const refused = (text: string): ToolResult => ({ type: 'result', call: call.id, text, isError: true });
  const tool = tools.find(({ offered }) => offered.name === call.tool);
  if (tool === undefined) return refused('There is no such tool.');
  try {
    return { type: 'result', call: call.id, text: await tool.use(call.input) };
  } catch (error) {
    if (error instanceof ToolRefusal) return refused(error.message);
    throw error;
  }
}
