import { z } from 'zod';
import type { Commit } from '../bare-repository.ts';
import { type Check, Refusal, type Repo } from '../model.ts';
import { pathOf } from '../world.ts';
import { type GitHubShapes, nodeId, time } from './shapes.ts';

type Shape = Record<string, unknown>;

/** Commits and what belongs to them, as GitHub answers. */
export class CommitShapes {
  readonly #shapes: GitHubShapes;

  constructor(shapes: GitHubShapes) {
    this.#shapes = shapes;
  }

  async gitCommit(repo: Repo, sha: string): Promise<Shape> {
    const { tree, parents, ...written } = await this.#read(repo, sha);
    const base = `${this.#shapes.api}/repos/${pathOf(repo)}/git`;
    const page = (commit: string) => `${this.#shapes.origin}/${pathOf(repo)}/commit/${commit}`;
    return {
      ...this.#shapes.filled(repo, 'git-commit'),
      ...{ ...written, node_id: nodeId('Commit', Number.parseInt(sha.slice(0, 12), 16)) },
      url: `${base}/commits/${sha}`,
      html_url: page(sha),
      tree: { sha: tree, url: `${base}/trees/${tree}` },
      parents: parents.map(parent => ({
        sha: parent,
        url: `${base}/commits/${parent}`,
        html_url: page(parent),
      })),
    };
  }

  async commit(repo: Repo, sha: string): Promise<Shape> {
    const { node_id, author, committer, message, tree, parents, verification, html_url } = z
      .record(z.string(), z.unknown())
      .parse(await this.gitCommit(repo, sha));
    const url = `${this.#shapes.api}/repos/${pathOf(repo)}/commits/${sha}`;
    const commit = { author, committer, message, tree, verification };
    return {
      ...{ sha, node_id, url, html_url, comments_url: `${url}/comments`, parents },
      commit: { ...commit, url: url.replace('/commits/', '/git/commits/'), comment_count: 0 },
      ...{ author: this.#account(author), committer: this.#account(committer) },
    };
  }

  async branch(repo: Repo, name: string, sha: string): Promise<Shape> {
    const self = `${this.#shapes.api}/repos/${pathOf(repo)}/branches/${name}`;
    return {
      ...{ name, commit: await this.commit(repo, sha), protected: repo.protectedBranches.has(name) },
      _links: { self, html: `${this.#shapes.origin}/${pathOf(repo)}/tree/${name}` },
      protection: {
        enabled: false,
        required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
      },
      protection_url: `${self}/protection`,
    };
  }

  checkRun(repo: Repo, check: Check): Shape {
    const example = this.#shapes.filled(repo, 'check-run');
    const { output, app } = example as { output: Shape; app: Shape };
    const url = `${this.#shapes.api}/repos/${pathOf(repo)}/check-runs/${check.id}`;
    const page = `${this.#shapes.origin}/${pathOf(repo)}/actions/runs/${check.id}/job/${check.id}`;
    const done = check.state !== 'pending';
    return {
      ...example,
      id: check.id,
      node_id: nodeId('CheckRun', check.id),
      head_sha: check.commit,
      name: check.name,
      url,
      ...{ html_url: page, details_url: page, check_suite: { id: check.id + 1 }, pull_requests: [] },
      ...{ status: done ? 'completed' : 'in_progress' },
      conclusion: { pending: null, passed: 'success', failed: 'failure' }[check.state],
      ...{ started_at: time(check.startedAt), completed_at: done ? time(check.at) : null },
      output: {
        ...{ ...output, title: null, summary: null, text: null, annotations_count: 0 },
        annotations_url: `${url}/annotations`,
      },
      app: { ...app, slug: 'github-actions', name: 'GitHub Actions' },
    };
  }

  status(repo: Repo, check: Check): Shape {
    const { state, id, at, startedAt, name, commit } = check;
    return {
      id,
      node_id: nodeId('StatusContext', id),
      context: name,
      description: check.log.slice(0, 140) || null,
      state: { pending: 'pending', passed: 'success', failed: 'failure' }[state],
      url: `${this.#shapes.api}/repos/${pathOf(repo)}/statuses/${commit}`,
      target_url: null,
      avatar_url: null,
      ...{ created_at: time(startedAt), updated_at: time(at) },
    };
  }

  async #read(repo: Repo, sha: string): Promise<Commit> {
    const commit = await repo.git.read(sha);
    if (!commit) throw new Refusal('not-found');
    return commit;
  }

  #account(signed: unknown): Shape | null {
    const { email } = z.object({ email: z.string() }).parse(signed);
    return this.#shapes.userByMail(email);
  }
}
