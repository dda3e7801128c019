import type { Candidate } from '@errata/protocol/proposal';
import type { ComplaintKind } from '../diagnose/messages/complaint.ts';
import type { Bad, Origin, OriginKind, OriginOf } from '../diagnose/origin.ts';
import type { Slice } from '../diagnose/slice.ts';
import type { Language } from '../language/language.ts';
import type { Patch } from './edit/patch.ts';

/** What a template looks at: the slice, and of it the bad expression, which every template needs. */
export interface TemplateContext {
  slice: Slice;
  bad: Bad;
}

/** One way to repair a family of exceptions in one language. */
export interface Template<Match> {
  id: string;
  family: Language['family'];
  /** The complaints that it is for. */
  exceptions: readonly ComplaintKind[];
  label: Candidate['label'];
  /** 0…1, how often it is right where it matches. */
  prior: number;
  /** Places where it applies, with how sure each is, 0…1. */
  match(context: TemplateContext): Found<Match>[] | Promise<Found<Match>[]>;
  /** The patches for one place, likeliest first. */
  edit(match: Match, context: TemplateContext): Patch[] | Promise<Patch[]>;
}

export interface Found<Match> {
  at: Match;
  sure: number;
}

/** A template whose kind of match is its own affair. */
export interface AnyTemplate extends Omit<Template<never>, 'match' | 'edit'> {
  patches(context: TemplateContext): Promise<Patch[]>;
}

/** Makes a template that can stand in a list with others. */
export function template<Match>(made: Template<Match>): AnyTemplate {
  const { match, edit, ...rest } = made;
  return {
    ...rest,
    async patches(context) {
      const patches: Patch[] = [];
      for (const found of await match(context)) {
        context.slice.index.check();
        for (const patch of await edit(found.at, context)) {
          patches.push({ ...patch, weight: (patch.weight ?? 1) * found.sure });
        }
      }
      return patches;
    },
  };
}

/** The origins of some kinds as matches. */
export function originsOf<K extends OriginKind>(
  context: TemplateContext,
  ...kinds: K[]
): Found<OriginOf<K>>[] {
  const wanted: readonly OriginKind[] = kinds;
  return context.slice.origins.flatMap(origin => (wanted.includes(origin.kind) ? [asFound<K>(origin)] : []));
}

function asFound<K extends OriginKind>(origin: Origin): Found<OriginOf<K>> {
  return { at: origin as OriginOf<K>, sure: origin.score };
}
