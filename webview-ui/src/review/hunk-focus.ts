import { snapshot } from './state.ts';

/** Brings a hunk into sight and gives it the focus. */
type Reveal = (hunk: string) => void;

const editors = new Map<string, Reveal>();

/** An editor shows only what is near; it knows better how to get to a hunk. @returns what ends that. */
export function revealBy(path: string, reveal: Reveal): () => void {
  editors.set(path, reveal);
  return () => {
    if (editors.get(path) === reveal) editors.delete(path);
  };
}

export function focusHunk(path: string, hunk: string): void {
  const reveal = editors.get(path);
  if (reveal) {
    reveal(hunk);
    return;
  }
  const element = [...document.querySelectorAll<HTMLElement>('.hunk[data-hunk]')].find(
    ({ dataset }) => dataset['path'] === path && dataset['hunk'] === hunk,
  );
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'center' });
}

/** The hunk that has the focus, itself or one of its buttons. */
export function focusedHunk(): { path: string; hunk: string } | undefined {
  const { path, hunk } = document.activeElement?.closest<HTMLElement>('.hunk[data-hunk]')?.dataset ?? {};
  return path === undefined || hunk === undefined ? undefined : { path, hunk };
}

/** Every hunk of the page, in the order in which it is read. */
export function allHunks(): { path: string; hunk: string }[] {
  const files = snapshot.value?.files ?? [];
  return files.flatMap(({ path, hunks }) => hunks.map(({ id }) => ({ path, hunk: id })));
}
