import account from '@vscode/codicons/src/icons/account.svg';
import add from '@vscode/codicons/src/icons/add.svg';
import arrowRight from '@vscode/codicons/src/icons/arrow-right.svg';
import beaker from '@vscode/codicons/src/icons/beaker.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import checkAll from '@vscode/codicons/src/icons/check-all.svg';
import circleLarge from '@vscode/codicons/src/icons/circle-large.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import closeAll from '@vscode/codicons/src/icons/close-all.svg';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import diff from '@vscode/codicons/src/icons/diff.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import eye from '@vscode/codicons/src/icons/eye.svg';
import fileCode from '@vscode/codicons/src/icons/file-code.svg';
import fold from '@vscode/codicons/src/icons/fold.svg';
import gitBranch from '@vscode/codicons/src/icons/git-branch.svg';
import gitCommit from '@vscode/codicons/src/icons/git-commit.svg';
import gitMerge from '@vscode/codicons/src/icons/git-merge.svg';
import gitPullRequest from '@vscode/codicons/src/icons/git-pull-request.svg';
import gitPullRequestClosed from '@vscode/codicons/src/icons/git-pull-request-closed.svg';
import gitPullRequestDraft from '@vscode/codicons/src/icons/git-pull-request-draft.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import key from '@vscode/codicons/src/icons/key.svg';
import lightbulb from '@vscode/codicons/src/icons/lightbulb.svg';
import linkExternal from '@vscode/codicons/src/icons/link-external.svg';
import listFlat from '@vscode/codicons/src/icons/list-flat.svg';
import loading from '@vscode/codicons/src/icons/loading.svg';
import organization from '@vscode/codicons/src/icons/organization.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import passFilled from '@vscode/codicons/src/icons/pass-filled.svg';
import personAdd from '@vscode/codicons/src/icons/person-add.svg';
import pulse from '@vscode/codicons/src/icons/pulse.svg';
import redo from '@vscode/codicons/src/icons/redo.svg';
import refresh from '@vscode/codicons/src/icons/refresh.svg';
import repoPush from '@vscode/codicons/src/icons/repo-push.svg';
import rocket from '@vscode/codicons/src/icons/rocket.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import sparkle from '@vscode/codicons/src/icons/sparkle.svg';
import splitHorizontal from '@vscode/codicons/src/icons/split-horizontal.svg';
import thumbsdown from '@vscode/codicons/src/icons/thumbsdown.svg';
import unfold from '@vscode/codicons/src/icons/unfold.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

/** The icons of the page, out of VS Code's own: a few drawings instead of the whole font. */
export const icons = {
  account: pathsOf(account),
  add: pathsOf(add),
  'arrow-right': pathsOf(arrowRight),
  beaker: pathsOf(beaker),
  check: pathsOf(check),
  'check-all': pathsOf(checkAll),
  'circle-large': pathsOf(circleLarge),
  'circle-slash': pathsOf(circleSlash),
  close: pathsOf(close),
  'close-all': pathsOf(closeAll),
  'comment-discussion': pathsOf(commentDiscussion),
  diff: pathsOf(diff),
  discard: pathsOf(discard),
  edit: pathsOf(edit),
  error: pathsOf(error),
  'file-code': pathsOf(fileCode),
  fold: pathsOf(fold),
  'git-branch': pathsOf(gitBranch),
  'git-commit': pathsOf(gitCommit),
  'git-merge': pathsOf(gitMerge),
  'git-pull-request': pathsOf(gitPullRequest),
  'git-pull-request-closed': pathsOf(gitPullRequestClosed),
  'git-pull-request-draft': pathsOf(gitPullRequestDraft),
  history: pathsOf(history),
  info: pathsOf(info),
  key: pathsOf(key),
  lightbulb: pathsOf(lightbulb),
  'link-external': pathsOf(linkExternal),
  'list-flat': pathsOf(listFlat),
  loading: pathsOf(loading),
  organization: pathsOf(organization),
  pass: pathsOf(pass),
  'pass-filled': pathsOf(passFilled),
  pulse: pathsOf(pulse),
  redo: pathsOf(redo),
  refresh: pathsOf(refresh),
  'repo-push': pathsOf(repoPush),
  rocket: pathsOf(rocket),
  search: pathsOf(search),
  sparkle: pathsOf(sparkle),
  'split-horizontal': pathsOf(splitHorizontal),
  thumbsdown: pathsOf(thumbsdown),
  unfold: pathsOf(unfold),
  warning: pathsOf(warning),
  eye: pathsOf(eye),
  'person-add': pathsOf(personAdd),
};
export type IconName = keyof typeof icons;

function pathsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/ d="([^"]*)"/g)].map(([, path = '']) => path);
}
