import type { Observation } from '../verify/behaviour/observe.ts';

/** What a candidate was seen to do on the same inputs as the others. */
export interface Behaviour {
  /** What came of each input. */
  readonly outcomes: readonly string[];
  /** Equal for candidates that did the same with every input. */
  readonly kind: string;
  /** How many of the inputs were made up. */
  readonly made: number;
  /** Of what a program answered that only crashed elsewhere, it answers some otherwise. */
  readonly strays: boolean;
  /** It answers with nothing where another answers a value and the program never answered with nothing. */
  readonly silent: boolean;
}

const nothing = /^gives (?:None|null|undefined)(?: and |$)/;
const notANumber = /^gives -?nan(?: and |$)/i;

/** What the outcomes say of each candidate, by its id. */
export function behavioursOf(observation: Observation): ReadonlyMap<string, Behaviour> {
  const { inputs, original, candidates } = observation;
  const all = [...candidates.values()];
  const crashes = crashesOnly(observation);
  const neverNothing = !original.some(outcome => nothing.test(outcome));
  const made = inputs.filter(input => input.made).length;
  const told = new Map<string, Behaviour>();
  for (const [id, outcomes] of candidates) {
    told.set(id, {
      outcomes,
      kind: outcomes.join('\n'),
      made,
      strays: crashes && outcomes.some((outcome, at) => isAnswer(original[at]) && outcome !== original[at]),
      silent:
        neverNothing &&
        outcomes.some((outcome, at) => nothing.test(outcome) && all.some(other => isValue(other[at]))),
    });
  }
  return told;
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
