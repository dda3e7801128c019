import type { RepairResults, RepairSet } from '../results.ts';
import { tableOf } from '../table.ts';
import { whenAndWhere } from '../when-and-where.ts';
import { calibrationSection } from './calibration-page.ts';
import { repairFigures } from './figures.ts';
import { repairRows } from './rows.ts';

/** The chapter on repairing, a section for each set of cases. */
export function repairChapter({ sets }: RepairResults): string {
  return ['## Repair without a model', method, ...sets.flatMap(section), ...calibrationSection(sets)].join(
    '\n\n',
  );
}

const method = `**How.** A case is a broken tree, an event or tests that fail, and the truth. Each is repaired in a folder of its own as a run
does it, without a model: candidates are made, tried in the sandbox and ranked. A case is _plausible_ when a candidate held: the failing tests pass
and no other got worse. A candidate is _right_ when it leaves the developer's text up to layout and comments, or when it behaves like the
reference program on inputs that the engine does not see; that the visible tests pass is never enough. A case for which Errata
fails counts as one without a candidate. The time is that of the whole run, with the first run of the tests and the sandbox.`;

/** Where the cases of a folder come from, for those that are recorded here. */
const origins: Readonly<Record<string, string>> = {
  quixbugs: `The 40 Python programs of QuixBugs, each with its own tests alone. Right is who behaves like the correct program on the published inputs and
120 made-up ones that its precondition allows. These programs were looked at while the engine was built.`,
  'bugsjs-odd': `Of BugsJS the bugs with an odd number that were reported with a trace of a crash, at the commit whose tests show them; Node 8, with the packages that their
manifests ask for today. Tests that fail and that the developer's fix mends say what is to be repaired, not the report. Right is the developer's text; for rules of ESLint also
who says the same of some thousand programs from its tests and broken variants of them. These bugs were looked at while the engine was built.`,
  planted: `Mistakes that \`test/bench/locate/generate/main.ts\` planted with \`--repair\` in real projects (Python: tinydb, sqlparse, parso, tabulate, toolz, jmespath; JavaScript:
mustache.js, ejs, nunjucks, yargs-parser, markdown-it; Go: toml, pflag, blackfriday), each with the event of a crash that it made, as an SDK sends it: in Python with captured variables, elsewhere
without. The tests that would have shown the mistake are not in the tree; they tell what is right. In two runs, on a machine that was busy with much else: the times say little. The
confidences in the table are those from before it was fitted what they are worth.`,
};

function section(set: RepairSet): string[] {
  const { answers, broken, failed, name, jobs } = set;
  const left = broken.length === 0 ? '' : ` ${broken.length} more could not be measured.`;
  const without = failed.length === 0 ? '' : ` For ${failed.length} of them Errata failed.`;
  const times =
    jobs === 1 ? '' : ` ${jobs} cases were repaired at once, so the times are those of a busy machine.`;
  const list = (holds: (answer: RepairSet['answers'][number]) => boolean) =>
    answers
      .filter(holds)
      .map(answer => answer.name)
      .join(', ') || 'none';
  return [
    `### ${name}`,
    ...(origins[name] === undefined ? [] : [origins[name]]),
    `${whenAndWhere(set)} ${answers.length} cases.${left}${without}${times}`,
    tableOf(repairRows(name, repairFigures(answers))),
    `Missed: nothing held: ${list(each => each.held === 0)}. Something held, but nothing right: ${list(each => each.held > 0 && each.rank === 0)}. The right one is not first: ${list(each => each.rank > 1)}.`,
  ];
}
