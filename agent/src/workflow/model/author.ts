import { randomUUID } from 'node:crypto';
import type { Explanation } from '@errata/protocol/diagnosis';
import type { ModelTrouble } from '@errata/protocol/model';
import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { judge } from '../../decide/policy.ts';
import { buildContext } from '../../diagnose/context/build-context.ts';
import type { ModelContext } from '../../diagnose/context/context.ts';
import { quoted } from '../../diagnose/context/quote.ts';
import { ModelError } from '../../model/model-error.ts';
import { sharesOf } from '../../model/window.ts';
import { failedFixOf } from '../../propose/model/failed-fix.ts';
import type { FailedFix } from '../../propose/model/propose-with-model.ts';
import { similarFixes } from '../similar-fixes.ts';
import type { Bench } from '../workbench.ts';
import { furthest, mostReflections, reflect, type Tried } from './reflect.ts';
import type { WriteOptions, Written } from './write-fixes.ts';
import type { Answer, Question, Writer } from './writer.ts';

/** Answers that are of no use say nothing of the next one. */
const ofAnswer = ['bad-answer', 'empty', 'refused', 'too-long', 'cut-off'] as const;

/** Asks one writer: for the cause, for fixes, and with what went wrong again. */
export class Author {
  readonly #options: WriteOptions;
  readonly #writer: Writer;
  readonly #known: Candidate[];
  #room: Bench;
  #trouble: ModelTrouble | undefined;
  #explained: Explanation | undefined;
  /** How often something was given back. */
  #reflections = 0;

  constructor(options: WriteOptions, writer: Writer) {
    this.#options = options;
    this.#writer = writer;
    this.#known = [...options.known];
    this.#room = options.room;
    this.#explained = options.explained;
  }

  async write(): Promise<Written> {
    const context = await this.#context();
    const isOpen = this.#explained !== undefined || (await this.#explain(context));
    const candidates = isOpen ? await this.#candidates(withCause(context, this.#explained)) : [];
    const held = candidates.some(each => this.#isEnough(each));
    const spent = this.#writer.spent();
    return {
      candidates,
      room: this.#room,
      explained: this.#explained,
      spent: spent && { ...spent, reflections: this.#reflections },
      trouble: held ? undefined : this.#trouble,
    };
  }

  async #context(): Promise<ModelContext> {
    const { bench, run, issue, decisions, signal } = this.#options;
    const { repository, head } = bench;
    const { diagnosis, mapped, slice, earlier = [] } = await bench.analysis(signal);
    const similar = await similarFixes({ repository, decisions, diagnosis, issue, head, signal });
    return buildContext({
      ...{ event: bench.event, diagnosis, mapped: mapped.frames, slice, sources: bench.tree, signal },
      // Its author sent the event before there was a run.
      seed: run === '' ? randomUUID() : run,
      repository,
      budget: sharesOf(this.#writer.window).context,
      pastFixes: [...earlier.map(({ name, span }) => ({ name, span, held: false })), ...similar],
    });
  }

  /** Whether it is of use to go on asking. */
  async #explain(context: ModelContext): Promise<boolean> {
    if (this.#writer.explain === undefined) return true;
    this.#options.report(t('Asking {0} for the cause', this.#writer.name));
    try {
      this.#explained = await this.#writer.explain(context);
      return true;
    } catch (error) {
      if (!ModelError.is(error)) throw error;
      this.#trouble = error.trouble;
      return ModelError.is(error, ...ofAnswer);
    }
  }

  async #candidates(context: ModelContext): Promise<Candidate[]> {
    const { engines, asked, report } = this.#options;
    const { samples } = engines.settings;
    const { name } = this.#writer;
    report(t('Asking {0} for fixes', name));
    const first = await this.#ask({ context, samples, failures: asked?.failures });
    const all = await reflect({
      first,
      isEnough: each => this.#isEnough(each),
      failureOf: failedFixOf,
      again: (failures, round) => {
        report(t('Asking {0} again with what went wrong ({1} of {2})', name, round, mostReflections));
        this.#reflections = round;
        return this.#ask({ context, samples: 1, failures });
      },
    });
    return [...all, ...(await this.#inSteps(context, all))];
  }

  /** Where nothing that was written at once is good enough. */
  async #inSteps(context: ModelContext, tried: readonly Candidate[]): Promise<readonly Candidate[]> {
    const { name, writeInSteps } = this.#writer;
    if (writeInSteps === undefined || tried.some(each => this.#isEnough(each))) return [];
    this.#options.report(t('Letting {0} look for a fix step by step', name));
    const failures = furthest(tried).map(failedFixOf);
    this.#reflections += 1;
    const question = { context, samples: 1, failures, room: this.#room, known: this.#known };
    const { candidates } = await this.#try(await writeInSteps(question));
    return candidates;
  }

  async #ask(question: Omit<Question, 'room' | 'known'>): Promise<Tried> {
    const answer = await this.#writer.write({ ...question, room: this.#room, known: this.#known });
    return this.#try(answer);
  }

  async #try(answer: Answer): Promise<Tried> {
    const { prove } = this.#options;
    this.#known.push(...answer.candidates);
    await this.#adopt(answer);
    const reflections = this.#reflections;
    const written = answer.candidates.map(each => ({
      ...each,
      ...(each.spent && { spent: { ...each.spent, reflections } }),
    }));
    const [allowed, forbidden] = parted(written);
    this.#trouble = allowed.length > 0 ? undefined : (troubleWith(forbidden) ?? answer.troubles[0]);
    return { candidates: await prove(allowed, this.#room), forbidden };
  }

  /** Where the event gave no reproduction, a test that came along may be one. */
  async #adopt({ tests }: Answer): Promise<void> {
    const { bench, report, signal } = this.#options;
    const offered = tests.filter(mayBeAdded);
    if ('test' in this.#room.reproduction || offered.length === 0) return;
    report(t('Reproducing with a test that {0} wrote', this.#writer.name));
    this.#room = await bench.adopt(offered, signal);
  }

  /** Without a reproduction nothing can be proven. */
  #isEnough({ verification }: Candidate): boolean {
    const wanted = 'test' in this.#room.reproduction ? 'proven' : 'plausible';
    return verification?.verdict === wanted;
  }
}

/** With what the model itself found of the cause: it read what strangers wrote, and is quoted like that. */
function withCause(context: ModelContext, explained: Explanation | undefined): ModelContext {
  if (explained?.cause === undefined) return context;
  const { cause, producedAt, strategy } = explained;
  const place = producedAt && `The bad value comes from ${producedAt.file}:${producedAt.line}.`;
  const told = [cause, place, strategy].filter(Boolean).join('\n');
  const quotation = quoted(context.fence, { kind: 'diagnosis' }, told);
  return { ...context, data: `${context.data}\n\n${quotation}` };
}

function mayBeAdded(test: ReproductionTest): boolean {
  return judge([test], 1).allowed;
}

function troubleWith([forbidden]: readonly FailedFix[]): ModelTrouble | undefined {
  return forbidden && { reason: 'edit-not-allowed', message: t('A fence forbids it: {0}', forbidden.output) };
}

/** What may be tried, and what a fence forbids whoever wrote it. */
function parted(candidates: readonly Candidate[]): [Candidate[], FailedFix[]] {
  const allowed: Candidate[] = [];
  const forbidden: FailedFix[] = [];
  for (const candidate of candidates) {
    const verdict = judge(candidate.changes, 1);
    const { explanation, changes } = candidate;
    const output = verdict.violations.map(({ message }) => message).join('\n');
    if (verdict.allowed) allowed.push(candidate);
    else forbidden.push({ explanation, changes, output });
  }
  return [allowed, forbidden];
}
