import type { Observation } from '../verify/behaviour/observe.ts';

/** What a candidate was seen to do on the same inputs as the others. */
export interface Behaviour {
  /** What came of each input. */
  readonly outcomes: readonly string[];
  /** Equal for candidates that did the same with every input, where that was enough of a trial. */
  readonly kind: string;
  /** How many of the inputs were made up. */
  readonly made: number;
  /** It answers otherwise, more than another, where a program did well that only crashed elsewhere. */
  readonly strays: boolean;
  /** It answers with nothing where another answers a value and the program never answered with nothing. */
  readonly silent: boolean;
}

const nothing = /^gives (?:None|null|undefined)(?: and |$)/;
const notANumber = /^gives -?nan(?: and |$)/i;

/** Of its answers so large a share more than another a candidate must change to be held against it. */
const much = 0.02;
/** With fewer inputs little can be said; to do the same says something only where a fix does what the program did not. */
const few = 8;
const fewTelling = 3;

/** What the outcomes say of each candidate, by its id. */
export function behavioursOf(observation: Observation): ReadonlyMap<string, Behaviour> {
  const { inputs, original, candidates } = observation;
  const all = [...candidates.values()];
  const crashed = crashesOnly(observation);
  const mayBeSilent = answeringNothing(observation);
  // Like an input that fails, another may be answered wrongly; and nothing may be just what was wrong.
  const fair = inputs.some(({ passing }) => passing) ? inputs.map(({ passing }) => passing) : undefined;
  const wasRight = (at: number) => isValue(original[at]) && fair?.[at] !== false;
  const answered = original.filter((_, at) => wasRight(at)).length;
  const changed = (outcomes: readonly string[]) =>
    outcomes.filter((outcome, at) => wasRight(at) && outcome !== original[at]).length;
  const least = Math.min(...all.map(changed));
  const made = inputs.filter(input => input.made).length;
  const telling = inputs.filter((_, at) => all.some(outcomes => outcomes[at] !== original[at])).length;
  const tried = made >= few && telling >= fewTelling;
  const isSilent = (outcome: string, at: number) =>
    nothing.test(outcome) && !mayBeSilent.has(inputs[at]?.target) && all.some(other => isValue(other[at]));
  return new Map(
    [...candidates].map(([id, outcomes]) => [
      id,
      {
        outcomes,
        kind: tried ? outcomes.join('\n') : id,
        made,
        strays: crashed && answered >= few && changed(outcomes) - least > much * answered,
        silent: outcomes.some(isSilent),
      },
    ]),
  );
}

/** The functions of which nothing is an answer: the program gives it, or its tests take it from every candidate. */
function answeringNothing({ inputs, original, candidates }: Observation): ReadonlySet<number | undefined> {
  const all = [...candidates.values()];
  const taken = inputs.filter(
    ({ made }, at) =>
      nothing.test(original[at] ?? '') || (!made && all.every(outcomes => nothing.test(outcomes[at] ?? ''))),
  );
  return new Set(taken.map(({ target }) => target));
}

/** Whether what was wrong was that the program crashed or did not end, not that it answered wrongly. */
function crashesOnly({ inputs, original, candidates }: Observation): boolean {
  const all = [...candidates.values()];
  return inputs.every(
    ({ made }, at) => made || !isAnswer(original[at]) || all.some(outcomes => outcomes[at] === original[at]),
  );
}

function isAnswer(outcome: string | undefined): boolean {
  return outcome?.startsWith('gives ') === true && !notANumber.test(outcome);
}

function isValue(outcome: string | undefined): boolean {
  return isAnswer(outcome) && !nothing.test(outcome ?? '');
}
