import { z } from 'zod';
import { quoted } from '../../diagnose/context/quote.ts';
import { withoutKeys } from '../../diagnose/context/secrets.ts';
import { nearest } from '../../propose/model/nearest.ts';
import { toldToModel } from '../../propose/model/problem.ts';
import { type StepTool, stepTool, ToolRefusal } from './tool.ts';
import type { Worktree } from './worktree.ts';

const mostLines = 400;
const longestLine = 400;
const mostPaths = 300;
const mostHits = 60;
const longestText = 400_000;

const path = z.string().min(1).max(500).describe('Relative to the root of the repository');

/** What reads and changes the files of a worktree, and nothing else. */
export function readingTools(worktree: Worktree, fence: string): StepTool[] {
  return [
    stepTool(
      'read_file',
      `Shows a file, or ${mostLines} lines of it.`,
      z.strictObject({ path, from: z.int().positive().default(1).describe('The first line to show') }),
      async ({ path, from }) => {
        const rows = (await textOf(worktree, path)).split('\n');
        const shown = rows.slice(from - 1, from - 1 + mostLines).map(row => row.slice(0, longestLine));
        const lines = `${from}-${from - 1 + shown.length} of ${rows.length}`;
        return quoted(fence, { kind: 'code', file: path, lines }, shown.join('\n'));
      },
    ),
    stepTool(
      'search',
      'Finds lines that hold a text, in all files or in those below a folder.',
      z.strictObject({ text: z.string().min(2).max(200), folder: path.optional() }),
      async ({ text, folder }) => {
        const hits: string[] = [];
        for (const file of below(await worktree.list(), folder)) {
          const rows = withoutKeys(((await worktree.read(file)) ?? '').slice(0, longestText)).split('\n');
          for (const [at, row] of rows.entries())
            if (row.includes(text) && hits.length < mostHits)
              hits.push(`${file}:${at + 1}: ${row.trim().slice(0, longestLine)}`);
          if (hits.length >= mostHits) break;
        }
        return quoted(fence, { kind: 'code', found: text }, hits.join('\n') || '(nothing)');
      },
    ),
    stepTool(
      'list',
      'Names the files, all of them or those below a folder.',
      z.strictObject({ folder: path.optional() }),
      async ({ folder }) => {
        const files = below(await worktree.list(), folder);
        const more = files.length > mostPaths ? [`and ${files.length - mostPaths} more`] : [];
        return quoted(
          fence,
          { kind: 'code' },
          [...files.slice(0, mostPaths), ...more].join('\n') || '(nothing)',
        );
      },
    ),
    stepTool(
      'edit',
      'Replaces whole lines that stand just once in a file. With an empty search it writes the one new regression test.',
      z.strictObject({
        path,
        search: z.string().max(longestText).describe('The lines as they are now, character for character'),
        replace: z.string().max(longestText).describe('The lines that stand there instead'),
      }),
      async ({ path, search, replace }) => {
        const problems = await worktree.edit(path, search, replace);
        if (problems.length === 0) return 'Done.';
        const text = await worktree.read(path);
        const near = text === undefined ? undefined : nearest(withoutKeys(text), search.split('\n'));
        const told = problems.map(toldToModel).join('\n');
        throw new ToolRefusal(
          near === undefined
            ? told
            : `${told}\nMost like them are:\n${quoted(fence, { kind: 'code', file: path }, near)}`,
        );
      },
    ),
  ];
}

async function textOf(worktree: Worktree, path: string): Promise<string> {
  const text = await worktree.read(path);
  if (text === undefined) throw new ToolRefusal('There is no such file in the repository.');
  return withoutKeys(text.slice(0, longestText));
}

function below(paths: readonly string[], folder: string | undefined): readonly string[] {
  if (folder === undefined || folder === '.') return paths;
  const start = `${folder.replace(/^\.\//, '').replace(/\/+$/, '')}/`;
  return paths.filter(path => path.startsWith(start));
}
