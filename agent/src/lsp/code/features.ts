import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import type { Marker, MarkerBoard } from '../places/marker-board.ts';
import { oneLine } from '../plain-text.ts';
import { hoverMarkdown, hoverText, times } from './hover.ts';

/** The command that starts a fix: handled by the client where it can, else by this server. */
export const fixCommand = 'errata.fix';
/** Shows what a suspect commit changed; for clients that handle commands themselves. */
const suspectCommand = 'errata.showSuspect';

export interface FeatureSources {
  readonly markers: MarkerBoard;
  issue(id: string): Issue | undefined;
  diagnosis(marker: Marker, issue: Issue, signal: AbortSignal): Promise<Diagnosis | undefined>;
  /** The client is VS Code with the extension: it draws `$(bug)` in a lens as an icon and handles the commands. */
  readonly clientCommands: boolean;
  readonly markdown: boolean;
}

/** What the editor shows of an issue at a line. Text of events goes in as plain text only. */
export class Features {
  readonly #sources: FeatureSources;

  constructor(sources: FeatureSources) {
    this.#sources = sources;
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    return this.#each(uri, async (marker, issue, range) => ({
      range,
      severity: severities[issue.level],
      source: 'errata',
      code: issue.id,
      message: `${oneLine(issue.title)}\nSeen ${times(issue.count)} in production, last ${issue.lastSeen}.`,
      relatedInformation: await Promise.all(
        marker.trace.map(async frame => ({
          location: { uri: frame.uri, range: await this.#sources.markers.currentRange(frame, marker.open) },
          message: `called from ${frame.symbol ?? 'here'}`,
        })),
      ),
    }));
  }

  async codeLenses(uri: string): Promise<CodeLens[]> {
    const icon = this.#sources.clientCommands ? '$(bug) ' : '';
    return this.#each(uri, async (_, issue, range) => ({
      range,
      command: {
        title: `${icon}${issue.id} · ${times(issue.count)} · Fix this error`,
        command: fixCommand,
        arguments: [issue.id],
      },
    }));
  }

  async codeActions(uri: string, wanted: Range): Promise<CodeAction[]> {
    const actions = await this.#each(uri, async (_, issue, range) => {
      if (range.start.line > wanted.end.line || range.end.line < wanted.start.line) return undefined;
      const diagnostics = (await this.diagnostics(uri)).filter(diagnostic => diagnostic.code === issue.id);
      const action = (title: string, command: string): CodeAction => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        command: { title, command, arguments: [issue.id] },
      });
      return [
        action(`Fix this error (${issue.id})`, fixCommand),
        ...(this.#sources.clientCommands
          ? [action(`Show suspect commit (${issue.id})`, suspectCommand)]
          : []),
      ];
    });
    return actions.flatMap(each => each ?? []);
  }

  /** What is known of the issues at a line; the diagnosis is made for it, unless the signal ends that. */
  async hover(uri: string, line: number, signal: AbortSignal): Promise<Hover | null> {
    const { markers, markdown, diagnosis } = this.#sources;
    const hovers = await this.#each(uri, async (marker, issue, range) => {
      if (range.start.line !== line) return undefined;
      const frames = await Promise.all(
        [marker, ...marker.trace].map(async frame => {
          const now = await markers.currentRange(frame, marker.open);
          return { ...frame, line: now.start.line + 1 };
        }),
      );
      const content = { issue, frames, diagnosis: await diagnosis(marker, issue, signal) };
      return markdown ? hoverMarkdown(content) : hoverText(content);
    });
    const texts = hovers.filter(text => text !== undefined);
    if (texts.length === 0) return null;
    return markdown
      ? { contents: { kind: MarkupKind.Markdown, value: texts.join('\n\n---\n\n') } }
      : { contents: { kind: MarkupKind.PlainText, value: texts.join('\n\n') } };
  }

  async #each<T>(
    uri: string,
    make: (marker: Marker, issue: Issue, range: Range) => Promise<T>,
  ): Promise<T[]> {
    const made: T[] = [];
    for (const marker of this.#sources.markers.in(uri)) {
      const issue = this.#sources.issue(marker.issue);
      if (issue)
        made.push(await make(marker, issue, await this.#sources.markers.currentRange(marker, marker.open)));
    }
    return made;
  }
}

const severities = {
  fatal: DiagnosticSeverity.Error,
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  debug: DiagnosticSeverity.Hint,
} as const;
