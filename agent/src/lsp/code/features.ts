import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Diagnostic,
  type Hover,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import type { LookAt, PresentLine } from '../places/lines-now.ts';
import type { MarkedLine, Marker } from '../places/marker.ts';
import type { MarkerBoard } from '../places/marker-board.ts';
import { fileKey } from '../places/open-files.ts';
import type { Abilities } from './abilities.ts';
import { callsOf, nameOf } from './calls.ts';
import { capturedAt } from './captured-at.ts';
import { codeCommands, fixCommands, reviewCommand } from './commands.ts';
import { diagnosticOf, diagnosticSource, issueOfDiagnostic } from './diagnostics.ts';
import { type HoverContent, hoverMarkdown, hoverText } from './hover.ts';
import type { KnownFacts } from './hover-facts.ts';
import { type FixState, type LensedIssue, lensesOf } from './lenses.ts';
import { variablesOf } from './variables.ts';

const mostCalls = 20;
const mostHovered = 3;

export interface FeatureSources {
  readonly markers: MarkerBoard;
  readonly abilities: Abilities;
  issue(id: string): Issue | undefined;
  fix(issue: Issue): FixState;
  /** What is known beside the list, as far as it is found quickly. */
  facts(issue: Issue, marker: Marker): Promise<KnownFacts>;
  now(): number;
}

interface Shown {
  readonly issue: Issue;
  readonly marker: Marker;
  readonly at: PresentLine;
}

/** What the editor shows of issues in a file. Text of events goes in as plain text only. */
export class Features {
  readonly #sources: FeatureSources;

  constructor(sources: FeatureSources) {
    this.#sources = sources;
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const { markers, abilities } = this.#sources;
    const look = markers.lines.look();
    const now = this.#sources.now();
    const shown = await this.#shown(uri, look);
    return Promise.all(
      shown.map(async ({ issue, marker, at }) => {
        const calls = callsOf(marker).slice(0, mostCalls);
        const placed = calls.map(async call => {
          const there = await look(call.from, marker);
          return there && { ...call, at: there };
        });
        const found = (await Promise.all(placed)).filter(call => call !== undefined);
        return diagnosticOf(issue, at.range, {
          calls: abilities.relatedInformation ? found : undefined,
          now,
        });
      }),
    );
  }

  async lenses(uri: string): Promise<CodeLens[]> {
    const { abilities, fix } = this.#sources;
    const shown = await this.#shown(uri, this.#sources.markers.lines.look());
    const lensed = shown.map(({ issue, at }): LensedIssue => ({ issue, range: at.range, fix: fix(issue) }));
    return lensesOf(lensed, { clientCommands: abilities.clientCommands, now: this.#sources.now() });
  }

  /** What can be done about the issues at a range, and about those whose diagnostics the client asks about. */
  async actions(uri: string, wanted: Range, asked: readonly Diagnostic[]): Promise<CodeAction[]> {
    const named = new Set(asked.map(issueOfDiagnostic));
    const shown = await this.#shown(uri, this.#sources.markers.lines.look());
    return shown
      .filter(({ issue, at }) => overlaps(at.range, wanted) || named.has(issue.id))
      .flatMap(({ issue }) => {
        const own = asked.filter(each => each.source === diagnosticSource && each.code === issue.id);
        return this.#actionsFor(issue).map(({ title, command }) => ({
          title,
          kind: CodeActionKind.QuickFix,
          ...(own.length > 0 && { diagnostics: own }),
          command: { title, command, arguments: [issue.id] },
        }));
      });
  }

  /** What is known of the issues that a line has to do with, as far as that is found quickly. */
  async hover(uri: string, line: number): Promise<Hover | null> {
    const { markers, abilities } = this.#sources;
    const look = markers.lines.look();
    const hovered: { issue: Issue; marker: Marker; here: MarkedLine; range: Range }[] = [];
    for (const marker of markers.through(uri)) {
      const issue = this.#sources.issue(marker.issue);
      const here = await this.#frameAt(uri, line, marker, look);
      if (issue && here) hovered.push({ issue, marker, ...here });
    }
    const [first] = hovered;
    if (first === undefined) return null;
    const contents = await Promise.all(
      hovered.slice(0, mostHovered).map(each => this.#content(each.issue, each.marker, each.here, look)),
    );
    const more = hovered.length - contents.length;
    const left = more > 0 ? [t('and {0} more here', more)] : [];
    const value = abilities.markdown
      ? [...contents.map(hoverMarkdown), ...left].join('\n\n---\n\n')
      : [...contents.map(hoverText), ...left].join('\n\n');
    const kind = abilities.markdown ? MarkupKind.Markdown : MarkupKind.PlainText;
    return { contents: { kind, value }, range: first.range };
  }

  async #content(issue: Issue, marker: Marker, here: MarkedLine, look: LookAt): Promise<HoverContent> {
    const facts = await this.#sources.facts(issue, marker);
    const frames = await Promise.all(
      [marker, ...marker.trace].map(async frame => {
        const now = await look(frame, marker);
        const line = (now?.range.start.line ?? frame.line - 1) + 1;
        return {
          uri: now?.uri ?? frame.uri,
          path: frame.path,
          line,
          name: nameOf(frame),
          isHere: frame === here,
        };
      }),
    );
    return { ...facts, issue, frames, variables: variablesOf(capturedAt(facts.event, here)) };
  }

  /** The frame of an issue at a line (from 0) of a file: the one nearest to the crash. */
  async #frameAt(
    uri: string,
    line: number,
    marker: Marker,
    look: LookAt,
  ): Promise<{ here: MarkedLine; range: Range } | undefined> {
    for (const frame of [marker, ...marker.trace]) {
      const now = await look(frame, marker);
      if (now && fileKey(now.uri) === fileKey(uri) && now.range.start.line === line)
        return { here: frame, range: now.range };
    }
    return undefined;
  }

  #actionsFor(issue: Issue): { title: string; command: string }[] {
    const { fix, abilities } = this.#sources;
    const state = fix(issue);
    const { id } = issue;
    const ready = abilities.clientCommands
      ? [{ title: t('Review the fix ({0})', id), command: reviewCommand }]
      : [
          { title: t('Show the fix ({0})', id), command: fixCommands.show },
          { title: t('Push the fix ({0})', id), command: fixCommands.push },
          { title: t('Reject the fix ({0})', id), command: fixCommands.reject },
        ];
    return [
      ...(state === 'none' ? [{ title: t('Fix this error ({0})', id), command: codeCommands.fix }] : []),
      ...(state === 'ready' ? ready : []),
      { title: t('Show suspect commit ({0})', id), command: codeCommands.showSuspect },
      { title: t('Ignore until it happens again ({0})', id), command: codeCommands.ignore },
    ];
  }

  async #shown(uri: string, look: LookAt): Promise<Shown[]> {
    const shown: Shown[] = [];
    for (const marker of this.#sources.markers.in(uri)) {
      const issue = this.#sources.issue(marker.issue);
      const at = issue && (await look(marker, marker));
      if (issue && at) shown.push({ issue, marker, at });
    }
    return shown.sort((a, b) => b.issue.lastSeen.localeCompare(a.issue.lastSeen));
  }
}

function overlaps(one: Range, other: Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}
