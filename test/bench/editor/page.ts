import { percentile } from '../latency.ts';
import type { EditorResults } from '../results.ts';
import type { Budget, Row } from '../rows.ts';
import { tableOf } from '../table.ts';
import { whenAndWhere } from '../when-and-where.ts';
import type { EditorFigures } from './figures.ts';

const kilobyte = 1024;
const most = (limit: number): Budget => ({ kind: 'at-most', limit });
const exactly = (limit: number): Budget => ({ kind: 'exactly', limit });

export function editorRows(figures: EditorFigures): Row[] {
  const { activation, sizes, arrivals, burst, manyIssues, review, idle, recovery } = figures;
  return [
    ...(activation ? activationRows(activation) : []),
    ...(sizes
      ? [
          row('code loaded at activation', 'kilobytes', sizes.eager, most(150 * kilobyte)),
          row('code loaded right after it, for the agent', 'kilobytes', sizes.afterwards),
          row('VSIX', 'kilobytes', sizes.vsix, most(6 * kilobyte * kilobyte)),
        ]
      : []),
    ...(arrivals ? timeRows('event to row in the tree', arrivals, 0.95, most(150)) : []),
    ...(burst
      ? [
          row(`events in ${Math.round(burst.seconds)} s`, 'count', burst.acknowledged),
          row('refreshes of the tree meanwhile, at most', 'per-second', burst.refreshes, most(4)),
          row('block of the extension host meanwhile, p99', 'ms', burst.delays.p99, most(16)),
          row('block of the extension host meanwhile, max', 'ms', burst.delays.max),
          row('block of the extension host, nothing going on, p99', 'ms', burst.quiet.p99),
        ]
      : []),
    ...(manyIssues
      ? timeRows(
          `getChildren with ${manyIssues.issues.toLocaleString('en-US')} issues`,
          manyIssues.children,
          0.99,
          most(10),
        )
      : []),
    ...(review
      ? [
          ...timeRows('review page to its first paint', review.firstPaint, 0.95, most(150)),
          ...timeRows('command to the first hunk in sight', review.opened, 0.95),
          ...timeRows('accept to hunk drawn', review.accepted, 0.95, most(50)),
        ]
      : []),
    ...(sizes
      ? [
          row(
            'review page, loaded before its first paint',
            'kilobytes',
            sizes.pageScripts,
            most(300 * kilobyte),
          ),
          row('review page, with what it may load later', 'kilobytes', sizes.pageAll),
        ]
      : []),
    ...(idle
      ? [
          row(`agent idle for ${Math.round(idle.seconds)} s, processor`, 'share', idle.cpu, most(0.005)),
          row('agent idle, memory', 'megabytes', idle.resident, most(120e6)),
          row('agent idle, git processes', 'count', idle.gitProcesses, exactly(0)),
        ]
      : []),
    ...(recovery
      ? [
          ...timeRows('agent killed to new event in the tree', recovery.milliseconds, 1, most(2000)),
          row('rows kept meanwhile', 'count', recovery.rowsKept ? 1 : 0, exactly(1)),
        ]
      : []),
  ];
}

function activationRows({ counted, own }: NonNullable<EditorFigures['activation']>): Row[] {
  const at = (share: number, { errata, git }: typeof own) => ({
    errata: rank(errata, share),
    'git-extension': rank(git, share),
  });
  return [
    { ...row('load and activate, median', 'ms', 0), measured: at(0.5, own) },
    { ...row('load and activate, p95', 'ms', 0, most(50)), measured: at(0.95, own) },
    { ...row('the same with the wait for other extensions, median', 'ms', 0), measured: at(0.5, counted) },
    { ...row('the same with the wait for other extensions, p95', 'ms', 0), measured: at(0.95, counted) },
  ];
}

/** The median, and the one that counts. */
function timeRows(what: string, milliseconds: readonly number[], share: number, budget?: Budget): Row[] {
  const named = share === 1 ? 'max' : `p${share * 100}`;
  return [
    row(`${what}, median`, 'ms', rank(milliseconds, 0.5)),
    row(`${what}, ${named}`, 'ms', rank(milliseconds, share), budget),
  ];
}

function row(what: string, unit: Row['unit'], errata: number, budget?: Budget): Row {
  return { what, unit, better: 'less', budget, measured: { errata } };
}

function rank(values: readonly number[], share: number): number {
  return percentile(Float64Array.from(values).sort(), share);
}

/** The chapter on the extension in VS Code. */
export function editorChapter(results: EditorResults): string {
  const { figures, load, editor } = results;
  return [
    '## Editor',
    whenAndWhere(results),
    tableOf(editorRows(figures)),
    `**How.** The packaged extension in ${editor}, a real VS Code, shown by Chromium on the same machine; the load average was ${load.toFixed(1)} when it
began. _Load and activate_ is from the moment in which VS Code begins to read the code until \`activate\` returns, by its own marks and table (“Startup Performance”),
over ${figures.activation?.own.errata.length ?? 0} loads of the window, beside its own Git extension in the same windows; what “Show Running Extensions” shows has in it what
other extensions do before that, as all start together. An event is posted to the embedded log center, each the first of its bug; it is in
the tree in the first frame that draws its row. Then 1,000 events of 200 bugs a second are posted; meanwhile a probe in the extension
host counts how often the tree says that it changed, in the second in which it did most, and asks every millisecond how long
the event loop kept it waiting. \`getChildren\` is timed by the same probe, with a scripted agent that has so many issues and gives them
in pages of 200. The first paint is what Chromium says of the page (\`first-contentful-paint\`); a hunk is drawn in the first frame that shows it
accepted, after the way to the extension and back. The idle agent has a repository and a log center; every \`git\` that it would start is counted. It is then killed, an
event is posted at once, and the time runs until that is in the tree.`,
  ].join('\n\n');
}
