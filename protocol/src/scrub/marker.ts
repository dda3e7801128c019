import { type ScrubRule, scrubRules } from '../scrub-settings.ts';

/** Why something was taken out: a rule, a field that the project names, or nesting that nobody would read. */
export type ScrubReason = ScrubRule | 'field' | 'depth';

/** What stands where something was taken out. */
export function markerOf(reason: ScrubReason): string {
  return `[scrubbed:${reason}]`;
}

const reasons: readonly ScrubReason[] = [...scrubRules, 'field', 'depth'];
/** For use in larger expressions. */
export const markerSource = `\\[scrubbed:(?:${reasons.join('|')})\\]`;
// Behind the name of a scheme, too: `Bearer [scrubbed:authorization]`.
const wholeMarker = new RegExp(`^(?:\\w{1,20}\\s)?${markerSource}$`);
const none =
  /^(?:b?["'])?(?:|null|none|nil|undefined|<undefined>|true|false|nan|\*+|\.{3}|\[filtered\]|\[redacted\]|redacted)["']?$/i;
const longestMarker = 60;

/** Whether there is a value at all is worth knowing, and no secret; what was scrubbed is none any more. */
export function holdsNothing(text: string): boolean {
  return text.length <= longestMarker && (none.test(text) || wholeMarker.test(text));
}
