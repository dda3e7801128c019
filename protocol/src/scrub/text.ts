import type { ScrubSettings } from '../scrub-settings.ts';
import { scrubAssignments } from './assignments.ts';
import type { FieldNames } from './field-names.ts';
import { hasLongRun } from './long-run.ts';
import { markerOf } from './marker.ts';
import { valueRules } from './value-rules.ts';

/** What one rule puts in may be a boundary to another: again, until nothing changes. */
const mostPasses = 4;
/** Something may be given to a name in the text. */
const assignment = /[:=<]|%3|--|, {0,4}b?["']| (?:is|was) |\r\n\r\n/;

export interface TextScrubber {
  /** Any text that was made at run time. */
  text(text: string): string;
  /** Source code: what is secret by its form. In `password = form["password"]` nothing is. */
  source(text: string): string;
}

/**
 * Nearly all texts hold nothing, so that what counts is how fast that is seen: one expression for all tells, one look for
 * long runs, one expression for names.
 */
export function makeTextScrubber(settings: ScrubSettings, names: FieldNames): TextScrubber {
  const rules = valueRules
    .filter(({ rule }) => settings.rules[rule])
    .map(rule => ({ ...rule, marker: markerOf(rule.rule) }));
  const tells = new Set(rules.flatMap(({ tell }) => tell?.source ?? []));
  const anyTell = tells.size === 0 ? undefined : new RegExp([...tells].join('|'));
  const needsRuns = rules.some(({ runs }) => runs);

  function source(text: string): string {
    const told = anyTell?.test(text) ?? false;
    const hasRun = needsRuns && hasLongRun(text);
    if (!told && !hasRun) return text;
    let result = text;
    for (const { tell, runs, scrub, marker } of rules) {
      if ((runs && hasRun) || (told && tell?.test(result))) result = scrub(result, marker);
    }
    return result;
  }

  function pass(text: string): string {
    const result = source(text);
    const mayAssign = assignment.test(result) || hasLongRun(result);
    return mayAssign && names.mayBeIn(result) ? scrubAssignments(result, names) : result;
  }

  return {
    text: text => untilStable(text, pass),
    source: text => untilStable(text, source),
  };
}

function untilStable(text: string, pass: (text: string) => string): string {
  let before = text;
  for (let count = 0; count < mostPasses; count++) {
    const after = pass(before);
    if (after === before) break;
    before = after;
  }
  return before;
}
