import type { RunView } from '@errata/protocol/agent-rpc';
import type { Event, Frame } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import type { McpOutput } from '@errata/protocol/mcp';
import { rootException } from '@errata/protocol/root-exception';
import { runState } from './present-run.ts';
import { notice, shown, shownLine } from './untrusted.ts';

const most = {
  exceptions: 5,
  frames: 30,
  variables: 30,
  tags: 30,
  breadcrumbs: 20,
  message: 2000,
  value: 200,
};

/** A page of errors, as the tool gives it. */
export function errorPage(page: {
  issues: readonly Issue[];
  nextCursor?: string | undefined;
}): McpOutput<'list_errors'> {
  return {
    notice,
    errors: page.issues.map(issue => ({ ...facts(issue), untrusted: words(issue) })),
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
  };
}

/** One error with its newest event, as the tool gives it. */
export function errorDetail(issue: Issue, event: Event, runs: readonly RunView[]): McpOutput<'get_error'> {
  const root = rootException(event);
  const crashed = root?.frames.at(-1);
  const { method = '', url = '' } = event.request ?? {};
  const optional = (name: string, text: string | undefined) =>
    text !== undefined && { [name]: shownLine(text) };
  return {
    notice,
    error: facts(issue),
    runs: runs.map(runState),
    untrusted: {
      ...words(issue),
      ...(event.message !== undefined && { message: shown(event.message, most.message) }),
      ...optional('release', event.release),
      ...optional('environment', event.environment),
      // The one that is to be explained first: of a long chain the others are left out.
      exceptions: [...new Set([...(root ? [root] : []), ...event.exceptions.toReversed()])]
        .slice(0, most.exceptions)
        .map(({ type, value, frames }) => ({
          type: shownLine(type),
          value: shown(value, most.message),
          frames: frames.toReversed().slice(0, most.frames).map(frameLine),
          moreFrames: Math.max(0, frames.length - most.frames),
        })),
      variables: texts(crashed?.variables ?? {}, most.variables),
      ...(event.request && { request: shownLine(`${method} ${url}`.trim()) }),
      tags: texts(event.tags, most.tags),
      breadcrumbs: event.breadcrumbs
        .slice(-most.breadcrumbs)
        .map(({ category, message }) => shownLine([category, message].filter(Boolean).join(': '))),
    },
  };
}

function facts({ title, culprit, version, fingerprint, ...rest }: Issue) {
  const { firstRelease, lastRelease, platform, ...known } = rest;
  return {
    ...known,
    platform: shownLine(platform, 50),
    ...(firstRelease !== undefined && { firstRelease: shownLine(firstRelease) }),
    ...(lastRelease !== undefined && { lastRelease: shownLine(lastRelease) }),
  };
}

function words({ title, culprit }: Issue) {
  return { title: shownLine(title), culprit: shownLine(culprit) };
}

function frameLine(frame: Frame): string {
  const place = `${frame.file}${frame.line === undefined ? '' : `:${frame.line}`}`;
  const code = frame.contextLine === undefined ? '' : ` — ${frame.contextLine.trim()}`;
  return shownLine(`${frame.function ?? '?'} (${place})${frame.inApp ? '' : ' [library]'}${code}`);
}

function texts(values: Readonly<Record<string, unknown>>, count: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .slice(0, count)
      .map(([name, value]) => [
        shownLine(name, 100),
        shownLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), most.value),
      ]),
  );
}
