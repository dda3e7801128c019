import type { JudgedFrame, Trace } from './trace-of.ts';

/** What only passes a failure on: asserts, throws, unwraps. */
const helpers =
  /^(?:_*(?:assert\w*|invariant|panic|abort|die|fail|fatal|bail|raise|throw(?:s|n|_?e(?:rr(?:or)?|xception)\w*)?|error|err|exit|unwrap\w*|expect\w*|ensure|require\w*|check\w*|must\w*|precondition|unreachable|handle_?(?:error|exception)|on_?error|report_?(?:error|exception)|capture_?(?:error|exception|message)|log_?(?:error|exception)))$/i;

/** Where a program starts; it says something only if it is where it stopped. */
const entries =
  /^(?:_*main_*|<module>|<main>|\{main\}|Main|__main__|run_?server|start_?server|bootstrap|<top \(required\)>)$/;

/**
 * Whether the frames that count would be the same for many bugs: nothing but helpers that throw, or the start of the
 * program with the failure deep in foreign code.
 */
export function isSpeechless(traces: readonly Trace[]): boolean {
  return traces.every(trace => {
    const crash = trace.frames.at(-1);
    return trace.own.every(
      ({ function: name }) => helpers.test(name) || (entries.test(name) && !isCrash(crash)),
    );
  });
}

function isCrash(frame: JudgedFrame | undefined): boolean {
  return frame?.counts === true;
}
