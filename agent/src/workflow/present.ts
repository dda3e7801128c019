import type { Diagnosis } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import { splitLines, textHunks } from '../git/diff.ts';
import { followLine } from '../locate/follow-line.ts';

/**
 * A diagnosis, made at HEAD, with its lines where they are in the text of now: the working copy, or what an editor holds.
 * `textNow` answers nothing for a file that is gone.
 */
export async function presentDiagnosis(
  diagnosis: Diagnosis,
  head: { read(path: string): Promise<string | undefined> },
  textNow: (path: string) => Promise<string | undefined>,
): Promise<Diagnosis> {
  const locations = await Promise.all(
    diagnosis.locations.map(async location => {
      const [before, now] = await Promise.all([head.read(location.file), textNow(location.file)]);
      if (before === undefined || now === undefined || before === now) return location;
      const followed = followLine(splitLines(before), splitLines(now), textHunks(before, now), location.line);
      const { line, kept, reason } = followed;
      if (line === location.line && kept) return location;
      const mapping =
        kept && location.mapping !== 'approximate' ? ('moved' as const) : ('approximate' as const);
      const told = reason ?? t('line {0} of HEAD is line {1} in the working copy', location.line, line);
      return { ...location, line, mapping, reasons: [...location.reasons, told] };
    }),
  );
  return { ...diagnosis, cause: causeNow(diagnosis, locations), locations };
}

/** The cause names lines of HEAD, too. */
function causeNow({ cause, locations }: Diagnosis, now: Diagnosis['locations']): string {
  const places = new Map(
    locations.map(({ file, line }, at) => [`${file}:${line}`, `${file}:${now[at]?.line ?? line}`]),
  );
  return cause.replace(/[^\s`(（，：；]{1,400}:\d{1,9}/g, place => places.get(place) ?? place);
}
