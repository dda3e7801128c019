import { post } from './host.ts';
import { allHunks, focusedHunk, focusHunk } from './hunk-focus.ts';
import { isLocked, snapshot } from './state.ts';

const states = { a: 'accepted', r: 'rejected', u: 'undecided' } as const;

/**
 * `n` and `p` go to the next and the previous hunk; `a`, `r` and `u` accept, reject and undecide the one in focus. Undo and redo
 * are the host's wherever nobody types.
 */
export function onKeyDown(event: KeyboardEvent): void {
  if (event.altKey || isTyping(event.target)) return;
  const { key } = event;
  if (event.ctrlKey || event.metaKey) {
    const step = undoStep(event);
    if (!step) return;
    post({ type: step });
    event.stopPropagation();
  } else if (key === 'n' || key === 'p') go(key === 'n' ? 1 : -1);
  else if (!isStateKey(key) || !mark(states[key])) return;
  event.preventDefault();
}

function undoStep({ key, shiftKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  const lower = key.toLowerCase();
  if (lower === 'z') return shiftKey ? 'redo' : 'undo';
  return lower === 'y' && !shiftKey ? 'redo' : undefined;
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

function isStateKey(key: string): key is keyof typeof states {
  return key in states;
}

function mark(state: (typeof states)[keyof typeof states]): boolean {
  const focused = focusedHunk();
  if (!focused || !snapshot.value || isLocked(snapshot.value)) return false;
  post({ type: 'mark', scope: { kind: 'hunk', ...focused }, state });
  return true;
}

function go(by: 1 | -1): void {
  const all = allHunks();
  const focused = focusedHunk();
  const at = all.findIndex(({ path, hunk }) => path === focused?.path && hunk === focused.hunk);
  const next = all[at === -1 ? (by === 1 ? 0 : all.length - 1) : at + by];
  if (next) focusHunk(next.path, next.hunk);
}
