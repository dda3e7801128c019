import type { LocateResults, LocateSet } from '../results.ts';
import { tableOf } from '../table.ts';
import { whenAndWhere } from '../when-and-where.ts';
import { locateRows } from './rows.ts';

/** The chapter on locating, a section for each set of cases. */
export function locateChapter({ sets }: LocateResults): string {
  return ['## Locate', method, ...sets.flatMap(section)].join('\n\n');
}

const method = `**How.** A case is an error, the repository it happened in and the truth: where the mistake is now and which commits brought it
in. Each is located as \`errata locate\` does it, in a clean clone at the case's revision. A file's rank is that among the
distinct files of the answer; a place counts when it is in the right file and at most 5 lines off, a function when its
own name is the right one. Precision and recall are of all commits that are listed, over all cases together. The line of
the crash counts when it is exactly where that line of the release stands now, after commits and unsaved edits. A case
for which Errata fails counts as an answer that names nothing. The targets beside it see the same event in the same clone:

- **top in-app frame**: the in-app frames as the trace gives them, innermost first. The file is the tracked one that shares most of
  the end of the frame's path; line and function are the frame's. A frame of an installed package counts when at least the
  last folder and the name are those of a tracked file: the project itself may be what is installed.
- **Sentry's rule**: of the commits that \`git blame\` gives for the lines of all in-app frames, in the checkout as it is now, the newest,
  unless it is more than a year old. What is checked out gives the day of today.`;

/** Where the cases of a folder come from, for those that are recorded here. */
const origins: Readonly<Record<string, string>> = {
  planted: `Mistakes that \`test/bench/locate/generate/main.ts\` planted (seed 11, up to 9 in each) in the history of mustache.js, js-yaml, ejs,
nunjucks, yargs-parser, markdown-it; tinydb, more-itertools, tabulate, boltons, bottle, click, Markdown, parso, sqlparse; pflag, toml and
blackfriday. The traces are those of their own tests. They were looked at while locating was built, so the figures flatter. About a third of the mistakes
are where the error is raised, a fifth elsewhere on the trace, a third in another function of a file of the trace, a tenth off it.`,
  'bugsjs-odd': `The odd bugs of BugsJS (Eslint, Express, Karma) whose report quotes a trace of the project. The traces are of
the versions that people had, the truth is what the fix changed, so lines have drifted without a release that would tell how. They, too, were looked at while locating was built.`,
};

function section(set: LocateSet): string[] {
  const { figures, broken, failed, name, jobs } = set;
  const left = broken.length === 0 ? '' : ` ${broken.length} more could not be measured.`;
  const without = failed.length === 0 ? '' : ` For ${failed.length} of them Errata failed.`;
  const times =
    jobs === 1 ? '' : ` ${jobs} cases were located at once, so the times are those of a busy machine.`;
  return [
    `### ${name}`,
    ...(origins[name] === undefined ? [] : [origins[name]]),
    `${whenAndWhere(set)} ${figures.errata.cases} cases.${left}${without}${times}`,
    tableOf(locateRows(figures)),
  ];
}
