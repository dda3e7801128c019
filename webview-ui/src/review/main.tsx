import { computed, effect } from '@preact/signals';
import { render } from 'preact';
import { speak, spoken } from '../l10n/translate.ts';
import { flush, keepField, post } from './host.ts';
import { onKeyDown } from './keyboard.ts';
import { Page } from './page.tsx';
import { problem, receive, snapshot } from './state.ts';
import { showColors } from './syntax-colors.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');
speak(document.documentElement.lang);
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data));
// Before VS Code's own listener, which would undo what the browser remembers of a field.
window.addEventListener('keydown', onKeyDown, { capture: true });
document.addEventListener('visibilitychange', () => void flush());
effect(() => {
  document.documentElement.lang = spoken();
  showColors(snapshot.value?.syntax ?? {});
});
// What the extension host finds the review by, after a reload of the window.
effect(() => {
  if (snapshot.value) keepField('run', snapshot.value.run);
});
// Until there is something to show, what the extension wrote into the frame stays.
const shown = computed(() => snapshot.value !== undefined || problem.value !== undefined);
effect(() => {
  if (shown.value) render(<Page />, root);
});
post({ type: 'ready' });
