import { posix } from 'node:path';
import { secretPath } from '../../sandbox/secret-path.ts';
import type { Fence, Violation } from './fence.ts';

interface PathRule {
  readonly rule: string;
  readonly what: string;
  readonly pattern: RegExp;
  /** Forbidden without it. */
  readonly severity?: Violation['severity'];
}

/** All patterns see the path in lower case, since file systems that ignore case would. */
const rules: readonly PathRule[] = [
  {
    rule: 'git',
    what: 'belongs to git itself',
    pattern: /(?:^|\/)(?:\.git[ .]*|git~\d+|\.gitmodules|\.gitattributes)(?:\/|:|$)/,
  },
  {
    rule: 'ci',
    what: 'is run by continuous integration, or guards what is merged',
    pattern:
      /^\.github\/(?:workflows|actions)\/|(?:^|\/)(?:codeowners|jenkinsfile|\.gitlab-ci[^/]*\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|appveyor\.ya?ml|\.appveyor\.ya?ml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|cloudbuild\.ya?ml|\.cirrus\.ya?ml|\.pre-commit-config\.ya?ml|dependabot\.ya?ml|renovate\.json5?)$|(?:^|\/)(?:\.gitlab|\.circleci|\.buildkite|\.woodpecker|\.teamcity|\.husky|\.githooks|\.ci|\.devcontainer|\.vscode|\.idea)\//,
  },
  {
    rule: 'lock-file',
    what: 'is a lock file',
    pattern:
      /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|conda-lock\.ya?ml|gemfile\.lock|composer\.lock|cargo\.lock|go\.sum|gradle\.lockfile|packages\.lock\.json|flake\.lock|mix\.lock|pubspec\.lock|podfile\.lock)$/,
  },
  {
    rule: 'dependencies',
    what: 'decides what is installed and from where',
    pattern:
      /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|constraints[^/]*\.txt|pipfile|pyproject\.toml|setup\.(?:py|cfg)|environment\.ya?ml|gemfile|composer\.json|cargo\.toml|go\.(?:mod|work)|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|[^/]+\.(?:csproj|fsproj|gemspec)|mix\.exs|pubspec\.yaml|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|pip\.conf|pnpm-workspace\.yaml)$|(?:^|\/)(?:node_modules|site-packages|vendor)\//,
  },
  {
    rule: 'secrets',
    what: 'is a place where secrets are kept',
    pattern: secretPath,
  },
  {
    rule: 'build',
    what: 'is run when the program is built, started or deployed',
    severity: 'approval',
    pattern:
      /(?:^|\/)(?:(?:gnu)?makefile|[^/]+\.mk|justfile|taskfile\.ya?ml|rakefile|vagrantfile|procfile|(?:[^/]+\.)?(?:docker|container)file(?:\.[^/]+)?|(?:docker-)?compose[^/]*\.ya?ml|tox\.ini|noxfile\.py|gulpfile\.[^/]+|gruntfile\.[^/]+|[^/]+\.(?:ba|z|k)?sh|[^/]+\.(?:ps1|bat|cmd|tf|service))$/,
  },
];

/** Paths that no fix may touch, whatever it does there, or only with a person's word. */
export const pathFence: Fence = changes =>
  changes.flatMap(({ path, before }) => violationsOf(path, before === null));

function violationsOf(path: string, isNew: boolean): Violation[] {
  const outside = outsideReason(path) ?? (isNew ? newNameReason(path) : undefined);
  if (outside !== undefined) {
    return [{ rule: 'outside', path, message: `${JSON.stringify(path)} ${outside}.`, severity: 'forbidden' }];
  }
  const lower = posix.normalize(path).toLowerCase();
  return rules
    .filter(({ pattern }) => pattern.test(lower))
    .map(({ rule, what, severity = 'forbidden' }) => ({ rule, path, message: `${path} ${what}.`, severity }));
}

/** Some systems refuse such a name, and for some it means another file. */
function newNameReason(path: string): string | undefined {
  return /[*?"<>|:]/.test(path) ? 'is a name that not every file system can hold' : undefined;
}

function outsideReason(path: string): string | undefined {
  if (path === '') return 'is no path';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
  if (/[\u0000-\u001f\u007f\\]/.test(path)) return 'holds characters that no path of a repository needs';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~'))
    return 'is not relative to the repository';
  const normal = posix.normalize(path);
  if (normal === '.' || normal === '..' || normal.startsWith('../')) return 'lies outside the repository';
  return undefined;
}
