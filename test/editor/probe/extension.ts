import { connect } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { LoopDelays, ProbeMethod, ProbeRequests } from './contract.ts';
import { shareWatch } from './shared.ts';
import { runTests } from './tests.ts';
import { Watch } from './watch.ts';

type Answers = {
  [M in ProbeMethod]: (
    params: ProbeRequests[M]['params'],
  ) => ProbeRequests[M]['result'] | Promise<ProbeRequests[M]['result']>;
};

const resolutionMs = 1;

/** Activated before every other extension: watches from inside the extension host, and tells the test what it saw. */
export function activate(context: vscode.ExtensionContext): void {
  const watch = new Watch(process.env['ERRATA_PROBE_TIMERS'] !== undefined);
  shareWatch(watch);
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  const answers: Answers = {
    marks: takenMarks,
    'document/text': ({ scheme }) =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme)?.getText() ?? null,
    'delays/start': () => {
      delays.reset();
      delays.enable();
      return null;
    },
    'delays/stop': () => {
      delays.disable();
      return delaysOf(delays);
    },
    'watched/take': () => watch.api.takeTree(),
    'command/run': async ({ command, args }) =>
      (await vscode.commands.executeCommand(command, ...args)) ?? null,
    'tests/run': runTests,
  };
  const socket = connect(Number(process.env['ERRATA_PROBE']), '127.0.0.1');
  const connection = createMessageConnection(
    new StreamMessageReader(socket),
    new StreamMessageWriter(socket),
  );
  for (const [method, answer] of Object.entries(answers)) connection.onRequest(method, answer);
  connection.listen();
  context.subscriptions.push({ dispose: () => socket.destroy() });
}

/** VS Code keeps them for its *Startup Performance*. */
function takenMarks(): Record<string, number> {
  const { MonacoPerformanceMarks: kept } = globalThis as typeof globalThis & {
    MonacoPerformanceMarks?: { getMarks(): { name: string; startTime: number }[] };
  };
  return Object.fromEntries((kept?.getMarks() ?? []).map(({ name, startTime }) => [name, startTime]));
}

/** Nanoseconds with the timer's own period in them become milliseconds without it. */
function delaysOf(histogram: ReturnType<typeof monitorEventLoopDelay>): LoopDelays {
  const at = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  const { count, max } = histogram;
  return {
    samples: count,
    p50: at(histogram.percentile(50)),
    p99: at(histogram.percentile(99)),
    max: at(max),
  };
}
