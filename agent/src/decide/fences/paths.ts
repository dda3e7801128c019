import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import { secretPath } from '../../sandbox/secret-path.ts';
import type { Fence, Violation } from './fence.ts';

interface PathRule {
  readonly rule: string;
  /** What is to be said of a path, whole. */
  readonly says: (path: string) => string;
  readonly pattern: RegExp;
  /** Forbidden without it. */
  readonly severity?: Violation['severity'];
}

/** All patterns see the path in lower case, since file systems that ignore case would. */
const rules: readonly PathRule[] = [
  {
    rule: 'git',
    says: path => t('{0} belongs to git itself.', path),
    pattern: /(?:^|\/)(?:\.git[ .]*|git~\d+|\.gitmodules|\.gitattributes)(?:\/|:|$)/,
  },
  {
    rule: 'ci',
    says: path => t('{0} is run by continuous integration, or guards what is merged.', path),
    pattern:
      /^\.github\/(?:workflows|actions)\/|(?:^|\/)(?:codeowners|jenkinsfile|\.gitlab-ci[^/]*\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|appveyor\.ya?ml|\.appveyor\.ya?ml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|cloudbuild\.ya?ml|\.cirrus\.ya?ml|\.pre-commit-config\.ya?ml|dependabot\.ya?ml|renovate\.json5?)$|(?:^|\/)(?:\.gitlab|\.circleci|\.buildkite|\.woodpecker|\.teamcity|\.husky|\.githooks|\.ci|\.devcontainer|\.vscode|\.idea)\//,
  },
  {
    rule: 'lock-file',
    says: path => t('{0} is a lock file.', path),
    pattern:
      /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|conda-lock\.ya?ml|gemfile\.lock|composer\.lock|cargo\.lock|go\.sum|gradle\.lockfile|packages\.lock\.json|flake\.lock|mix\.lock|pubspec\.lock|podfile\.lock)$/,
  },
  {
    rule: 'dependencies',
    says: path => t('{0} decides what is installed and from where.', path),
    pattern:
      /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|constraints[^/]*\.txt|pipfile|pyproject\.toml|setup\.(?:py|cfg)|environment\.ya?ml|gemfile|composer\.json|cargo\.toml|go\.(?:mod|work)|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|[^/]+\.(?:csproj|fsproj|gemspec)|mix\.exs|pubspec\.yaml|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|pip\.conf|pnpm-workspace\.yaml)$|(?:^|\/)(?:node_modules|site-packages|vendor)\//,
  },
  {
    rule: 'secrets',
    says: path => t('{0} is a place where secrets are kept.', path),
    pattern: secretPath,
  },
  {
    rule: 'build',
    says: path => t('{0} is run when the program is built, started or deployed.', path),
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
  if (outside !== undefined)
    return [{ rule: 'outside', path, message: outside(JSON.stringify(path)), severity: 'forbidden' }];
  const lower = posix.normalize(path).toLowerCase();
  return rules
    .filter(({ pattern }) => pattern.test(lower))
    .map(({ rule, says, severity = 'forbidden' }) => ({ rule, path, message: says(path), severity }));
}

/** Some systems refuse such a name, and for some it means another file. */
function newNameReason(path: string): PathRule['says'] | undefined {
  if (!/[*?"<>|:]/.test(path)) return undefined;
  return shown => t('{0} is a name that not every file system can hold.', shown);
}

function outsideReason(path: string): PathRule['says'] | undefined {
  if (path === '') return shown => t('{0} is no path.', shown);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
  if (/[\u0000-\u001f\u007f\\]/.test(path))
    return shown => t('{0} holds characters that no path of a repository needs.', shown);
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.startsWith('~'))
    return shown => t('{0} is not relative to the repository.', shown);
  const normal = posix.normalize(path);
  if (normal === '.' || normal === '..' || normal.startsWith('../'))
    return shown => t('{0} lies outside the repository.', shown);
  return undefined;
}
