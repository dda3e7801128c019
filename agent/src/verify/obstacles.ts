import { t } from '@vscode/l10n';

/** How much of an output is looked through, from its end. */
const longest = 64 * 1024;

const obstacles: readonly (readonly [pattern: RegExp, say: (found: RegExpExecArray) => string])[] = [
  [
    /(?:ECONNREFUSED|[Cc]onnection refused|actively refused)(?:[^\n]{0,200}?\b((?:\d{1,3}\.){3}\d{1,3}|localhost|::1)[:\s]{1,3}(?:port )?(\d{2,5})\b)?/,
    ([, host, port]) =>
      host
        ? t(
            'They need a service that is not there ({0} refuses connections): a sandbox has neither network nor databases.',
            `${host}:${port}`,
          )
        : t(
            'They need a service that is not there (a connection was refused): a sandbox has neither network nor databases.',
          ),
  ],
  [
    /^Downloading https?:\/\/\S{1,300}\/(gradle-[\w.-]{1,60})\.zip/m,
    ([, gradle]) =>
      t(
        "The Gradle that the project's wrapper asks for ({0}) was never downloaded on this machine, and there is no network in a sandbox: run ./gradlew once outside.",
        gradle ?? '',
      ),
  ],
  [
    /could not connect to server|[Cc]an't connect to (?:local )?(?:MySQL|server)|ServerSelectionTimeout|no such host|ENOTFOUND|EAI_AGAIN|[Nn]ame or service not known|[Tt]emporary failure in name resolution|[Nn]etwork is unreachable|ENETUNREACH|UnknownHostException/,
    () => t('They need a service or the network: a sandbox has neither.'),
  ],
  [
    /(?:Cannot access \S{1,200}|in offline mode|available for offline mode|has not been downloaded from it before|no matching package named|module lookup disabled by GOPROXY|you may remove the --offline flag)/,
    () =>
      t(
        'The build needs packages that were never downloaded on this machine, and there is no network in a sandbox: build it once outside.',
      ),
  ],
  [
    /(?:Cannot find (?:module|package) '([^'\n]{1,200})'|ModuleNotFoundError: No module named '([^'\n]{1,200})')/,
    ([, node, python]) =>
      t('{0} cannot be found: the dependencies may not be installed.', node ?? python ?? ''),
  ],
  [
    /\b([\w.+-]{1,60}): (?:command )?not found\b|\b(?:env|exec|sh): (?:can't execute )?['‘"]([\w./+-]{1,60})['’"]?: No such file/,
    ([, shell, program]) =>
      t('{0} is not on this machine, as far as a sandbox shows it.', shell ?? program ?? ''),
  ],
  [
    /\bENOSPC\b|[Nn]o space left on device|[Dd]isk quota exceeded/,
    () => t('They write more than a sandbox may hold.'),
  ],
  [
    /OutOfMemoryError|JavaScript heap out of memory|^MemoryError\b|[Cc]annot allocate memory|ENOMEM/m,
    () => t('They need more memory than a sandbox gives.'),
  ],
];

/** What in its surroundings kept a run from working, as a sentence; nothing when the output names no such thing. */
export function obstacleIn(output: string): string | undefined {
  const end = output.slice(-longest);
  for (const [pattern, say] of obstacles) {
    const found = pattern.exec(end);
    if (found !== null) return say(found);
  }
  return undefined;
}
