/** The commands of lenses and quick fixes: of the client where it is VS Code with the extension, else of this server. */
export const codeCommands = {
  fix: 'errata.fix',
  showSuspect: 'errata.showSuspect',
  ignore: 'errata.ignore',
} as const;

/** Where the client has a page to review a fix on. */
export const reviewCommand = 'errata.review';

/** What the server offers beside these where the client has none. */
export const fixCommands = {
  show: 'errata.showFix',
  push: 'errata.pushFix',
  reject: 'errata.rejectFix',
} as const;

/** All that a client without commands of its own may ask this server for. */
export const serverCommands: readonly string[] = [
  ...Object.values(codeCommands),
  ...Object.values(fixCommands),
];
