/** How much of an output is looked through, from its end. */
const longest = 64 * 1024;

const obstacles: readonly (readonly [pattern: RegExp, say: (found: RegExpExecArray) => string])[] = [
  [
    /(?:ECONNREFUSED|[Cc]onnection refused|actively refused)(?:[^\n]{0,200}?\b((?:\d{1,3}\.){3}\d{1,3}|localhost|::1)[:\s]{1,3}(?:port )?(\d{2,5})\b)?/,
    ([, host, port]) =>
      `They need a service that is not there${host ? ` (${host}:${port} refuses connections)` : ' (a connection was refused)'}: a sandbox has neither network nor databases.`,
  ],
  [
    /^Downloading https?:\/\/\S{1,300}\/(gradle-[\w.-]{1,60})\.zip/m,
    ([, gradle]) =>
      `The Gradle that the project's wrapper asks for (${gradle}) was never downloaded on this machine, and there is no network in a sandbox: run ./gradlew once outside.`,
  ],
  [
    /could not connect to server|[Cc]an't connect to (?:local )?(?:MySQL|server)|ServerSelectionTimeout|no such host|ENOTFOUND|EAI_AGAIN|[Nn]ame or service not known|[Tt]emporary failure in name resolution|[Nn]etwork is unreachable|ENETUNREACH|UnknownHostException/,
    () => 'They need a service or the network: a sandbox has neither.',
  ],
  [
    /(?:Cannot access \S{1,200}|in offline mode|available for offline mode|has not been downloaded from it before|no matching package named|module lookup disabled by GOPROXY|you may remove the --offline flag)/,
    () =>
      'The build needs packages that were never downloaded on this machine, and there is no network in a sandbox: build it once outside.',
  ],
  [
    /(?:Cannot find (?:module|package) '([^'\n]{1,200})'|ModuleNotFoundError: No module named '([^'\n]{1,200})')/,
    ([, node, python]) => `${node ?? python} cannot be found: the dependencies may not be installed.`,
  ],
  [
    /\b([\w.+-]{1,60}): (?:command )?not found\b|\b(?:env|exec|sh): (?:can't execute )?['‘"]([\w./+-]{1,60})['’"]?: No such file/,
    ([, shell, program]) => `${shell ?? program} is not on this machine, as far as a sandbox shows it.`,
  ],
  [
    /\bENOSPC\b|[Nn]o space left on device|[Dd]isk quota exceeded/,
    () => 'They write more than a sandbox may hold.',
  ],
  [
    /OutOfMemoryError|JavaScript heap out of memory|^MemoryError\b|[Cc]annot allocate memory|ENOMEM/m,
    () => 'They need more memory than a sandbox gives.',
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
