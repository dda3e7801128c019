import type { Generated } from 'kysely';

/** Tables of what models were asked. */
export interface ModelTables {
  readonly model_calls: {
    readonly seq: Generated<number>;
    readonly id: string;
    /** Where it belongs to one. */
    readonly project: number | null;
    readonly run: string | null;
    /** Name of the token that it was told with, whose budget it counts for. */
    readonly token: string;
    readonly at: string;
    readonly purpose: string;
    readonly model: string;
    readonly input: number;
    readonly output: number;
    readonly cache_read: number;
    readonly cache_write: number;
    /** US dollars, where the price is known. */
    readonly cost: number | null;
    readonly milliseconds: number;
    /** `asked` until somebody tells what came of it: till then, tokens and cost are the most that it may take. */
    readonly outcome: string;
    readonly prompt: string | null;
    readonly answer: string | null;
  };
}
