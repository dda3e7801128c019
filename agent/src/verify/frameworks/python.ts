import { z } from 'zod';
import { installedPath, type VerifyContext } from '../context.ts';
import { inFolder, isFile, type Project } from '../project.ts';
import type { TestCase } from './framework.ts';
import { parseJson } from './report.ts';
import { fromWorkspace } from './stack.ts';

export const pythonReport = '.errata/report.json';

/** For our plugin and our runner, which import `os` and `traceback`: an exception and what caused it, as they report it. */
export const chainFunction = `def sighting(error):
    frames = [
        {'file': os.path.abspath(f.filename), 'line': f.lineno, 'function': f.name}
        for f in reversed(traceback.extract_tb(error.__traceback__))
    ]
    return {'type': type(error).__name__, 'message': str(error), 'frames': frames}

def chain(error):
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        error = error.__cause__ or error.__context__
    return [sighting(e) for e in seen]
`;

/** The project's own virtual environment if it has one in its folder, else the sandbox's `python3`. */
export async function interpreter(context: VerifyContext, project: Project): Promise<string> {
  for (const folder of ['.venv', 'venv']) {
    const candidate = inFolder(project.folder, `${folder}/bin/python`);
    if (await isFile(installedPath(context, candidate))) return `${context.workspace}/${candidate}`;
  }
  return 'python3';
}

/** Lets a `src` layout be imported without being installed. */
export function pythonEnvironment(project: Project): Record<string, string> {
  const prefix = inFolder(project.folder, 'src/');
  return project.files.some(file => file.startsWith(prefix)) ? { PYTHONPATH: 'src' } : {};
}

const frameSchema = z.object({ file: z.string(), line: z.int(), function: z.string() });
const reportSchema = z.array(
  z.object({
    name: z.string(),
    status: z.enum(['passed', 'failed', 'skipped']),
    file: z.string().nullish(),
    error: z.string().nullish(),
    exceptions: z
      .array(z.object({ type: z.string(), message: z.string(), frames: z.array(frameSchema) }))
      .nullish(),
  }),
);

/** Reads what our unittest runner and our pytest plugin write. */
export function parsePythonReport(text: string | undefined, workspace: string): TestCase[] | undefined {
  return parseJson(reportSchema, text)?.map(({ name, status, file, error, exceptions }) => ({
    name,
    status,
    ...(file ? { file: fromWorkspace(workspace, file) } : {}),
    ...(error ? { error } : {}),
    ...(exceptions
      ? {
          exceptions: exceptions.map(seen => ({
            ...seen,
            frames: seen.frames.map(frame => ({ ...frame, file: fromWorkspace(workspace, frame.file) })),
          })),
        }
      : {}),
  }));
}
