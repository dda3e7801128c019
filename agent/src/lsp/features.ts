import type { Issue } from '@errata/protocol/issue';
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  type Range,
} from 'vscode-languageserver';
import type { Marker, MarkerBoard } from './marker-board.ts';

/** The command that starts a fix: handled by the client where it can, else by this server. */
export const fixCommand = 'errata.fix';

const longestTitle = 300;

/** What the editor shows of an issue at a line. Text of events goes in as plain text only. */
export class Features {
  readonly #markers: MarkerBoard;
  readonly #issue: (id: string) => Issue | undefined;

  /** VS Code draws `$(bug)` in a lens as an icon; other editors would show the characters. */
  readonly #icon: string;

  constructor(markers: MarkerBoard, issue: (id: string) => Issue | undefined, options: { icons: boolean }) {
    this.#markers = markers;
    this.#issue = issue;
    this.#icon = options.icons ? '$(bug) ' : '';
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    return this.#each(uri, async (marker, issue, range) => ({
      range,
      severity: severities[issue.level],
      source: 'errata',
      code: issue.id,
      message: `${cut(issue.title)}\nSeen ${times(issue.count)} in production, last ${issue.lastSeen}.`,
      relatedInformation: await Promise.all(
        marker.trace.map(async frame => ({
          location: { uri: frame.uri, range: await this.#markers.currentRange(frame, marker.open) },
          message: `called from ${frame.symbol ?? 'here'}`,
        })),
      ),
    }));
  }

  async codeLenses(uri: string): Promise<CodeLens[]> {
    return this.#each(uri, async (_, issue, range) => ({
      range,
      command: {
        title: `${this.#icon}${issue.id} · ${times(issue.count)} · Fix this error`,
        command: fixCommand,
        arguments: [issue.id],
      },
    }));
  }

  async codeActions(uri: string, wanted: Range): Promise<CodeAction[]> {
    const actions = await this.#each(uri, async (_, issue, range) => {
      if (range.start.line > wanted.end.line || range.end.line < wanted.start.line) return undefined;
      const diagnostics = (await this.diagnostics(uri)).filter(diagnostic => diagnostic.code === issue.id);
      const title = `Fix this error (${issue.id})`;
      return {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        command: { title, command: fixCommand, arguments: [issue.id] },
      };
    });
    return actions.filter(action => action !== undefined);
  }

  async hover(uri: string, line: number): Promise<Hover | null> {
    const hovers = await this.#each(uri, async (marker, issue, range) =>
      range.start.line === line ? describe(marker, issue) : undefined,
    );
    const texts = hovers.filter(text => text !== undefined);
    return texts.length === 0 ? null : { contents: { kind: 'plaintext', value: texts.join('\n\n') } };
  }

  async #each<T>(
    uri: string,
    make: (marker: Marker, issue: Issue, range: Range) => Promise<T>,
  ): Promise<T[]> {
    const made: T[] = [];
    for (const marker of this.#markers.in(uri)) {
      const issue = this.#issue(marker.issue);
      if (issue) made.push(await make(marker, issue, await this.#markers.currentRange(marker, marker.open)));
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

function describe(marker: Marker, issue: Issue): string {
  const frames = [marker, ...marker.trace].map(
    frame => `  ${frame.symbol ?? '(anonymous)'}  ${frame.path}:${frame.line}`,
  );
  const release = issue.lastRelease ? `, release ${issue.lastRelease.slice(0, 12)}` : '';
  return [
    `${issue.id}  ${cut(issue.title)}`,
    `Seen ${times(issue.count)}, first ${issue.firstSeen}, last ${issue.lastSeen}${release}.`,
    ...frames,
  ].join('\n');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function cut(text: string): string {
  return text.length <= longestTitle ? text : `${text.slice(0, longestTitle)}…`;
}
