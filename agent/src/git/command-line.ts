// What would point git at another repository than the one in the folder, or make it run something.
const dropped =
  /^GIT_(ALTERNATE_OBJECT_DIRECTORIES|CONFIG|CONFIG_PARAMETERS|CONFIG_COUNT|CONFIG_(KEY|VALUE)_\d+|OBJECT_DIRECTORY|DIR|WORK_TREE|IMPLICIT_WORK_TREE|GRAFT_FILE|INDEX_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|PREFIX|SHALLOW_FILE|COMMON_DIR|NAMESPACE|EXTERNAL_DIFF|DIFF_OPTS|PAGER|(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS|ATTR_SOURCE)$/;

// Settings of the person or the repository that would run a program, or change the form of an answer.
const always = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotePath=false', 'color.ui=false'];
const whenReading = [
  // Also keeps a partial clone from fetching what is missing.
  'protocol.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'i18n.logOutputEncoding=UTF-8',
  'log.showSignature=false',
  'log.showRoot=true',
  'log.follow=false',
  // Also where the working tree does not hold it.
  'mailmap.blob=HEAD:.mailmap',
  'diff.algorithm=default',
  'diff.colorMoved=no',
  'diff.interHunkContext=0',
  'diff.mnemonicPrefix=false',
  'diff.noprefix=false',
  // One that cannot be read ends git; an empty one means no order.
  'diff.orderFile=/dev/null',
  'diff.relative=false',
  'diff.renames=true',
  'diff.submodule=short',
  'diff.wsErrorHighlight=none',
  'submodule.recurse=false',
];

/** Options for every git command, which stand before its name. */
export function settings(writes: boolean): string[] {
  return (writes ? always : [...always, ...whenReading]).flatMap(setting => ['-c', setting]);
}

/** The environment of this process, cleaned for git. */
export function environment(writes: boolean): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) if (!dropped.test(name)) env[name] = value;
  env['GIT_TERMINAL_PROMPT'] = '0';
  env['LC_ALL'] = 'C';
  if (!writes) {
    env['GIT_OPTIONAL_LOCKS'] = '0';
    env['GIT_NO_LAZY_FETCH'] = '1';
    env['GIT_LITERAL_PATHSPECS'] = '1';
  }
  return env;
}
