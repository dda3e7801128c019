import type { Locator } from 'playwright-core';

/**
 * Resolves with the wall clock's milliseconds of the first frame in which an element that matches `selector` with this
 * text is below `root`. It is watched for in the page, so that asking again and again does not cost what is measured.
 * Ask before what brings it about, and await `watching` first.
 */
export async function watchFor(
  root: Locator,
  selector: string,
  text: string,
): Promise<{ readonly at: Promise<number> }> {
  const handle = await root.evaluateHandle(
    (element, [wanted, content]) => {
      const view = element.ownerDocument.defaultView;
      const isThere = () =>
        [...element.querySelectorAll(wanted)].some((each: { textContent: string | null }) =>
          each.textContent?.includes(content),
        );
      return {
        at: new Promise<number>(resolve => {
          const observer = new view.MutationObserver(() => {
            if (!isThere()) return;
            observer.disconnect();
            view.requestAnimationFrame(() => resolve(Date.now()));
          });
          observer.observe(element, {
            subtree: true,
            childList: true,
            characterData: true,
            attributes: true,
          });
        }),
      };
    },
    [selector, text] as const,
  );
  return { at: handle.evaluate(watch => watch.at) };
}
