import { render } from 'preact';
import { post } from './host.ts';
import { onKeyDown } from './keyboard.ts';
import { Page } from './page.tsx';
import { receive } from './state.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data));
window.addEventListener('keydown', onKeyDown);
render(<Page />, root);
post({ type: 'ready' });
