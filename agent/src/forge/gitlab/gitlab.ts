import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { z } from 'zod';
import { ForgeConnection } from '../connection.ts';
import { markedAs } from '../draft-title.ts';
import type { Forge, ForgeAccess, NewPullRequest } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { accountSchema, type MergeRequest, mergeRequestSchema, projectSchema } from './answers.ts';
import { checksOf, failedChecks } from './checks.ts';
import { fork, forkOf } from './forks.ts';
import { Lab } from './lab.ts';
import { merge, mergeStyles } from './merging.ts';
import { comment, comments } from './notes.ts';
import { accessOf, mayPush, requestReviewers } from './people.ts';
import { reviewsOf } from './reviews.ts';
import { isDraft, seen } from './seen.ts';

export async function openGitlab({ api, token, tokenFrom, place }: ForgeAccess): Promise<Forge> {
  return new GitlabForge(await Lab.over(new ForgeConnection(api, authorization(token), tokenFrom)), place);
}

/** Tokens of accounts are taken in either header, those of OAuth in the second alone, those of jobs in one of their own. */
function authorization(token: string): Record<string, string> {
  if (token.startsWith('glcbt-')) return { 'job-token': token };
  return token.startsWith('glpat-') ? { 'private-token': token } : { authorization: `Bearer ${token}` };
}

type Signal = AbortSignal | undefined;

class GitlabForge implements Forge {
  readonly place: Forge['place'];
  readonly #lab: Lab;
  readonly #project: string;

  constructor(lab: Lab, place: Forge['place']) {
    this.#lab = lab;
    this.place = place;
    this.#project = place.repository;
  }

  async repository(signal?: AbortSignal) {
    const [account, project] = await Promise.all([
      this.#account(signal),
      this.#lab.ask(projectSchema, signal, api => api.Projects.show(this.#project)),
    ]);
    const { project_access, group_access } = project.permissions ?? {};
    const told = Math.max(project_access?.access_level ?? 0, group_access?.access_level ?? 0);
    // What is told leaves out the groups above its own.
    const access = told >= 30 ? told : await accessOf(this.#lab, this.#project, account.id, signal);
    return {
      account: account.username,
      defaultBranch: project.default_branch ?? '',
      mayPush: access >= 30 && project.archived !== true,
      mayFork: project.forking_access_level !== 'disabled' && account.can_create_project !== false,
      mergeStyles: mergeStyles(project),
    };
  }

  async fork(signal?: AbortSignal) {
    const { username } = await this.#account(signal);
    return fork(this.#lab, this.#project, username, signal);
  }

  async find(from: Parameters<Forge['find']>[0], signal?: AbortSignal) {
    const all = await this.#lab.ask(z.array(mergeRequestSchema), signal, api =>
      api.MergeRequests.all({
        projectId: this.#project,
        sourceBranch: from.branch,
        targetBranch: from.base,
        perPage: 100,
        maxPages: 1,
      }),
    );
    const newest = all.toSorted((a, b) => rank(b) - rank(a) || b.iid - a.iid);
    for (const request of newest) {
      if (await this.#isFrom(request, from.owner, signal)) return this.#seen(request);
    }
    return undefined;
  }

  async open(wanted: NewPullRequest, signal?: AbortSignal) {
    const target = await this.#lab.ask(projectSchema, signal, api => api.Projects.show(this.#project));
    const source =
      wanted.owner === undefined ? target : await forkOf(this.#lab, this.#project, wanted.owner, signal);
    if (!source) {
      throw new ForgeError(
        'not-found',
        t('There is no fork of {0} by {1}.', this.#project, wanted.owner ?? ''),
      );
    }
    const request = await this.#lab.ask(mergeRequestSchema, signal, api =>
      api.MergeRequests.create(
        source.id,
        wanted.branch,
        wanted.base,
        markedAs(wanted.title, 'Draft', wanted.draft),
        { description: wanted.body, targetProjectId: target.id },
      ),
    );
    return this.#seen(request);
  }

  async read(number: number, signal?: AbortSignal) {
    const request = await this.#show(number, signal);
    const [checks, reviews] = await Promise.all([
      checksOf(this.#lab, request, signal),
      reviewsOf(this.#lab, this.#at(number), signal),
    ]);
    return { ...this.#seen(request), checks, reviews };
  }

  async update(number: number, change: Parameters<Forge['update']>[1], signal?: AbortSignal) {
    const { title, body, base, draft } = change;
    const isOfTitle = title !== undefined || draft !== undefined;
    const now = isOfTitle ? await this.#show(number, signal) : undefined;
    return this.#edit(number, signal, {
      ...(now && { title: markedAs(title ?? now.title, 'Draft', draft ?? isDraft(now)) }),
      ...(body !== undefined && { description: body }),
      ...(base !== undefined && { targetBranch: base }),
    });
  }

  async label(number: number, labels: readonly string[], signal?: AbortSignal) {
    // In a list of labels a comma separates two.
    const addLabels = labels.map(label => label.replaceAll(',', ' ')).join(',');
    if (addLabels !== '') await this.#edit(number, signal, { addLabels });
  }

  requestReviewers(number: number, people: readonly string[], signal?: AbortSignal) {
    return requestReviewers(this.#lab, this.#at(number), people, signal);
  }

  comments(number: number, signal?: AbortSignal) {
    return comments(this.#lab, this.#at(number), signal);
  }

  comment(number: number, body: string, answerTo?: string, signal?: AbortSignal) {
    return comment(this.#lab, this.#at(number), body, answerTo, signal);
  }

  failedChecks(commit: string, signal?: AbortSignal) {
    return failedChecks(this.#lab, this.#project, commit, signal);
  }

  close(number: number, signal?: AbortSignal) {
    return this.#edit(number, signal, { stateEvent: 'close' });
  }

  async deleteBranch(branch: string, signal?: AbortSignal) {
    try {
      await this.#lab.ask(z.unknown(), signal, api => api.Branches.remove(this.#project, branch));
    } catch (error) {
      if (!ForgeError.is(error, 'not-found')) throw error;
    }
  }

  async merge(number: number, how: Parameters<Forge['merge']>[1], head: string, signal?: AbortSignal) {
    return this.#seen(await merge(this.#lab, this.#at(number), how, head, signal));
  }

  mayPush(login: string, signal?: AbortSignal) {
    return mayPush(this.#lab, this.#project, login, signal);
  }

  #at(number: number) {
    return { project: this.#project, number };
  }

  #seen(request: MergeRequest): SeenPullRequest {
    return seen(this.place, request);
  }

  #account(signal: Signal) {
    return this.#lab.ask(accountSchema, signal, api => api.Users.showCurrentUser());
  }

  #show(number: number, signal: Signal) {
    return this.#lab.ask(mergeRequestSchema, signal, api => api.MergeRequests.show(this.#project, number));
  }

  async #edit(number: number, signal: Signal, change: Edit): Promise<SeenPullRequest> {
    const request = await this.#lab.ask(mergeRequestSchema, signal, api =>
      api.MergeRequests.edit(this.#project, number, change),
    );
    return this.#seen(request);
  }

  async #isFrom(
    { source_project_id, target_project_id }: MergeRequest,
    owner: string | undefined,
    signal: Signal,
  ) {
    if (source_project_id === target_project_id) {
      return owner === undefined || owner.toLowerCase() === namespaceOf(this.#project);
    }
    if (owner === undefined || !source_project_id) return false;
    const source = await this.#lab.seek(projectSchema, signal, api => api.Projects.show(source_project_id));
    return source?.namespace?.full_path.toLowerCase() === owner.toLowerCase();
  }
}

type Edit = NonNullable<Parameters<InstanceType<typeof import('@gitbeaker/rest').MergeRequests>['edit']>[2]>;

function rank({ state }: MergeRequest): number {
  return state === 'opened' || state === 'locked' ? 1 : 0;
}

function namespaceOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))).toLowerCase();
}
