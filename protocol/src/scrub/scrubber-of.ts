import type { ScrubSettings } from '../scrub-settings.ts';
import { makeScrubber, type Scrubber } from './scrubber.ts';

const compiled = new WeakMap<ScrubSettings, Scrubber>();

/** The scrubber of these settings, compiled when they are seen first. */
export function scrubberOf(settings: ScrubSettings): Scrubber {
  const known = compiled.get(settings);
  if (known !== undefined) return known;
  const scrubber = makeScrubber(settings);
  compiled.set(settings, scrubber);
  return scrubber;
}
