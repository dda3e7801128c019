import { t } from '@vscode/l10n';
import { z } from 'zod';
import type { ForkedRepository } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { waitFor } from '../waiting.ts';
import { type Project, projectSchema } from './answers.ts';
import { type Lab, pages } from './lab.ts';

const longestImport = 5 * 60_000;

/** The fork that is in the account's own namespace, made unless it is there. */
export async function fork(
  lab: Lab,
  project: string,
  owner: string,
  signal: AbortSignal | undefined,
): Promise<ForkedRepository> {
  const there =
    (await forkOf(lab, project, owner, signal)) ??
    (await lab.ask(projectSchema, signal, api => api.Projects.fork(project)));
  const ready = await waitFor(() => imported(lab, there.id, signal), longestImport, signal);
  if (!ready) {
    throw new ForgeError(
      'forge-failed',
      t('{0} has not finished the fork yet; try again.', lab.connection.host),
    );
  }
  return {
    owner: ready.namespace?.full_path ?? owner,
    cloneUrl: `${lab.pages}/${ready.path_with_namespace}.git`,
  };
}

/** The fork of a project that is in a namespace, whatever it is called there. */
export async function forkOf(
  lab: Lab,
  project: string,
  owner: string,
  signal: AbortSignal | undefined,
): Promise<Project | undefined> {
  const forks = await lab.ask(z.array(projectSchema), signal, api =>
    api.Projects.allForks(project, { owned: true, ...pages }),
  );
  return forks.find(({ namespace }) => namespace?.full_path.toLowerCase() === owner.toLowerCase());
}

async function imported(lab: Lab, id: number, signal: AbortSignal | undefined) {
  const fork = await lab.ask(projectSchema, signal, api => api.Projects.show(id));
  if (fork.import_status === 'failed') {
    throw new ForgeError(
      'forge-failed',
      t('{0} could not make the fork: {1}', lab.connection.host, fork.import_error),
    );
  }
  return (fork.import_status ?? 'none') === 'none' || fork.import_status === 'finished' ? fork : undefined;
}
