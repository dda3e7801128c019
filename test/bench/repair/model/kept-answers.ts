import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ModelAnswer, modelAnswerSchema } from './answer.ts';

/** Answers of one model in a file, a line each, so that what was stopped goes on where it was. */
export class KeptAnswers {
  readonly file: string;
  readonly #answers: Map<string, ModelAnswer>;

  private constructor(file: string, answers: readonly ModelAnswer[]) {
    this.file = file;
    this.#answers = new Map(answers.map(answer => [answer.name, answer]));
  }

  /** Below the folder of the cases, where no case is looked for. */
  static async open(folder: string, model: string): Promise<KeptAnswers> {
    const name = model.replace(/[^\w.-]+/g, '-');
    const file = path.join(folder, '.results', `${name}.jsonl`);
    await mkdir(path.dirname(file), { recursive: true });
    const text = await readFile(file, 'utf8').catch(() => '');
    return new KeptAnswers(file, text.split('\n').flatMap(read));
  }

  get all(): ModelAnswer[] {
    return [...this.#answers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.#answers.has(name);
  }

  async add(answer: ModelAnswer): Promise<void> {
    await appendFile(this.file, `${JSON.stringify(answer)}\n`);
    this.#answers.set(answer.name, answer);
  }
}

/** A line that was not written to its end is a case that was not measured. */
function read(line: string): ModelAnswer[] {
  try {
    const answer = modelAnswerSchema.safeParse(JSON.parse(line));
    return answer.success ? [answer.data] : [];
  } catch {
    return [];
  }
}
