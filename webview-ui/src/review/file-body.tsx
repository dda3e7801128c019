import type { ReviewHunk } from '@errata/protocol/webview';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n/translate.ts';
import type { FileEditor, Shown } from './editor/file-editor.ts';
import { HunkBar } from './hunk-bar.tsx';
import { focusedHunk, focusHunk, revealBy } from './hunk-focus.ts';
import { PlainHunks } from './plain-hunks.tsx';
import { tooMuch } from './presentation.ts';

/** Editors are made a little before they come into sight. */
const nearSight = '600px 0px';

/** The diff of one file: plain at first, and an editor as soon as that is loaded and the file is near. */
export function FileBody(shown: Shown) {
  const reason = tooMuch(shown.file);
  if (reason === undefined) return <EditedFile {...shown} />;
  return (
    <>
      <p class="file-note">
        {reason === 'long-lines'
          ? t('This file has very long lines. They are cut here; the diff editor shows and edits them whole.')
          : t('This file is too large to be edited here; the diff editor shows and edits it whole.')}
      </p>
      <PlainHunks file={shown.file} />
    </>
  );
}

function EditedFile(shown: Shown) {
  const { file } = shown;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<FileEditor | undefined>(undefined);
  const latest = useRef(shown);
  latest.current = shown;
  const hunks = useRef(file.hunks);
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    const parent = place.current;
    if (!parent) return undefined;
    const bars = new Bars(file.path);
    let isGone = false;
    let stopRevealing: (() => void) | undefined;
    const open = async () => {
      const { FileEditor } = await import('./editor/file-editor.ts');
      if (isGone) return;
      const focused = focusedHunk();
      editor.current = new FileEditor(parent, latest.current, {
        bar: hunk => bars.of(hunk),
        leave: hunk => void bars.focus(hunk ?? latest.current.file.hunks[0]),
      });
      stopRevealing = revealBy(file.path, hunk =>
        editor.current?.reveal(hunk, () => bars.focus({ id: hunk })),
      );
      setReady(true);
      if (focused && focused.path === file.path) focusHunk(file.path, focused.hunk);
    };
    const watch = new IntersectionObserver(
      entries => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        watch.disconnect();
        void open();
      },
      { rootMargin: nearSight },
    );
    watch.observe(parent);
    return () => {
      isGone = true;
      watch.disconnect();
      stopRevealing?.();
      editor.current?.destroy();
      editor.current = undefined;
      bars.clear();
    };
  }, [file.path]);

  useLayoutEffect(() => {
    const focused = focusedHunk();
    const index = hunks.current.findIndex(({ id }) => id === focused?.hunk);
    editor.current?.update(shown);
    // An edit gives a hunk another name; who was on it stays on it.
    const heir = file.hunks.find(({ id }) => id === focused?.hunk) ?? file.hunks[index];
    if (focused?.path === file.path && heir && focusedHunk() === undefined) focusHunk(file.path, heir.id);
    hunks.current = file.hunks;
  });

  return (
    <>
      <div ref={place} class="editor" />
      {!isReady && <PlainHunks file={file} />}
    </>
  );
}

/** The bars of one file: one element a hunk, which the editor moves about. */
class Bars {
  readonly #path: string;
  readonly #elements = new Map<string, HTMLElement>();

  constructor(path: string) {
    this.#path = path;
  }

  of({ id }: ReviewHunk): HTMLElement {
    const known = this.#elements.get(id);
    if (known) return known;
    const element = document.createElement('div');
    element.className = 'hunk-slot';
    render(<HunkBar path={this.#path} id={id} />, element);
    this.#elements.set(id, element);
    return element;
  }

  /** @returns false when the bar is not on the page yet. */
  focus(hunk: Pick<ReviewHunk, 'id'> | undefined): boolean {
    const bar = hunk && this.#elements.get(hunk.id)?.querySelector<HTMLElement>('.hunk');
    bar?.focus({ preventScroll: true });
    return bar !== undefined && bar === document.activeElement;
  }

  clear(): void {
    for (const element of this.#elements.values()) render(null, element);
    this.#elements.clear();
  }
}
