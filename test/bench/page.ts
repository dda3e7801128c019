import { editorChapter } from './editor/page.ts';
import { hookChapter } from './hooks/page.ts';
import { locateChapter } from './locate/page.ts';
import { repairChapter } from './repair/page.ts';
import type { AllResults, IngestResults, StreamResults } from './results.ts';
import { ingestSections, type Section, streamSections } from './rows.ts';
import { sandboxChapter } from './sandbox/page.ts';
import { scaleChapter } from './scale/page.ts';
import { tableOf } from './table.ts';
import { whenAndWhere } from './when-and-where.ts';

type Recorded = Pick<IngestResults, 'date' | 'commit' | 'command' | 'seconds' | 'machine' | 'absent'>;

/** `docs/benchmarks.md` as a whole. */
export function benchmarksPage(results: AllResults): string {
  const { ingest, stream, locate, scale, sandbox, repair, editor, hooks } = results;
  const parts = [
    introduction,
    ...(ingest === undefined
      ? []
      : [chapter('Ingest', ingest, ingestSections(ingest), ingestMethod(ingest))]),
    ...(stream === undefined
      ? []
      : [chapter('Stream', stream, streamSections(stream), streamMethod(stream))]),
    ...(locate === undefined ? [] : [locateChapter(locate)]),
    ...(scale === undefined ? [] : [scaleChapter(scale)]),
    ...(repair === undefined ? [] : [repairChapter(repair)]),
    ...(sandbox === undefined ? [] : [sandboxChapter(sandbox)]),
    ...(editor === undefined ? [] : [editorChapter(editor)]),
    ...(hooks === undefined ? [] : [hookChapter(hooks)]),
  ];
  return `${parts.join('\n\n')}\n`;
}

const introduction = `# Benchmarks

Written by \`npm run bench -- ingest\`, \`stream\`, \`locate\`, \`scale\`, \`sandbox\`, \`repair\`, \`editor\` and \`hooks\`; each keeps what the others recorded. Of ingest and stream, what is measured is
what ships, the bundled log center, started as the agent starts it, with an empty database. The load comes from other
processes on the same machine, over loopback, and shares its processors. The neighbours are measured in the same run, one
after the other, under the same load:

- **one commit per event**: the simplest server that loses nothing. It unpacks and parses an envelope, stores the event and
  counts it under the name of its exception in one SQLite transaction (WAL, \`synchronous=FULL\`), then answers. It checks,
  scrubs, indexes and streams nothing.
- **Spotlight** from npm, without the telemetry for its makers, which would slow it down. It keeps the last 500 envelopes, in
  memory only, so what it acknowledges is neither durable nor grouped.

In parentheses stands how many times better than the neighbour Errata is; below 1, it is worse. 1 KB of an event is 1,024
bytes, 1 MB of memory 1,000,000 bytes.`;

function chapter(title: string, recorded: Recorded, sections: readonly Section[], method: string): string {
  return [
    `## ${title}`,
    whenAndWhere(recorded),
    ...recorded.absent.map(({ target, reason }) => `Not measured: ${target}. ${reason.split('\n', 1)[0]}`),
    ...sections.flatMap(section => [`### ${section.title}`, tableOf(section.rows)]),
    method,
  ].join('\n\n');
}

function ingestMethod({ seconds, connections }: IngestResults): string {
  return `**How.** Events of 200 bugs in turn, each of exactly the named size: frames with context lines and variables, breadcrumbs,
contexts, request, modules. They are sent as \`@sentry/node\` sends them: an envelope each, packed with gzip when it is larger
than 32 KB. First ${connections} connections send for ${seconds} s as fast as they are answered. An event is _drained_ when it is
acknowledged and the counts of the issues, as the API shows them, have it; the time until all have it is part of the
time. Then events are sent at a constant rate, half of the budget's, for ${seconds} s. A latency counts from the moment at which
the event was to be sent, so that waiting behind others is not hidden; a first few seconds are not counted. In the end
the counts of the issues must sum up to the acknowledgements of both loads: fewer are lost, more are counted twice. For
neighbours, drained means acknowledged. Memory is the resident set: some seconds after the start, at most over both
loads (the kernel's own mark), and in the end. Disk is all that the data directory holds, indexes and counters included.`;
}

function streamMethod({ seconds }: StreamResults): string {
  return `**How.** Events of 8 KB are sent at a constant 300 a second for ${seconds} s, after a few seconds that are not counted, while
subscribers are connected: to Errata's WebSocket, to Spotlight's server-sent events. They run in one process, the sender
in another; both read the system's monotonic clock. A latency goes from the moment at which an event was to be sent to
the arrival of the message that tells of it. At Spotlight that is the message with the event's id. Errata's messages
tell of an issue and how many events it counts: the events of 200 bugs are sent in turn, so that the n-th event of a
bug is known, and the first message in which its issue counts n events tells of it. It was on disk by then. With several
subscribers, the figures are over all of them.`;
}
