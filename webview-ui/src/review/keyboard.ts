import { post } from './host.ts';

const hunkSelector = '.hunk[data-hunk]';
const states = { a: 'accepted', r: 'rejected', u: 'undecided' } as const;

/** `n` and `p` go to the next and the previous hunk; `a`, `r` and `u` accept, reject and undecide the one in focus. */
export function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
  const { key } = event;
  if (key === 'n' || key === 'p') {
    step(key === 'n' ? 1 : -1);
    event.preventDefault();
    return;
  }
  if (!isStateKey(key)) return;
  const hunk = focused();
  const { path, hunk: id } = hunk?.dataset ?? {};
  if (path === undefined || id === undefined || hunk?.querySelector('.buttons') === null) return;
  post({ type: 'mark', scope: { kind: 'hunk', path, hunk: id }, state: states[key] });
  event.preventDefault();
}

function isStateKey(key: string): key is keyof typeof states {
  return key in states;
}

function focused(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>(hunkSelector) ?? undefined;
}

function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(hunkSelector)];
  const current = focused();
  const at = current ? all.indexOf(current) + by : by === 1 ? 0 : all.length - 1;
  const next = all[at];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'center' });
}
