import type { ReviewHunk } from '@errata/protocol/webview';
import { plural, t } from '../l10n/translate.ts';
import { HunkBar } from './hunk-bar.tsx';
import type { ReviewFile } from './state.ts';
import { visible } from './words.ts';

const mostLines = 200;
const longestLine = 2000;
const signs = { context: ' ', added: '+', removed: '−' };

/** The hunks of a file as text: until the editor is there, and where there is too much for one. */
export function PlainHunks({ file: { path, hunks } }: { file: ReviewFile }) {
  return (
    <>
      {hunks.map(hunk => (
        <div key={hunk.id} class={`plain-hunk ${hunk.state}`}>
          <HunkBar path={path} id={hunk.id} />
          <Lines lines={hunk.lines} />
        </div>
      ))}
    </>
  );
}

function Lines({ lines }: { lines: ReviewHunk['lines'] }) {
  const more = lines.length - mostLines;
  return (
    <div class="lines">
      <table>
        <tbody>
          {lines.slice(0, mostLines).map(line => (
            <tr key={`${line.oldLine ?? ''}:${line.newLine ?? ''}`} class={line.kind}>
              <td class="number">{line.oldLine}</td>
              <td class="number">{line.newLine}</td>
              <td class="sign">{signs[line.kind]}</td>
              <td class="text">
                <Line text={line.text} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p class="file-note">{plural(more, t('{0} more line', more), t('{0} more lines', more))}</p>
      )}
    </div>
  );
}

function Line({ text }: { text: string }) {
  const more = text.length - longestLine;
  return (
    <>
      {visible(text.slice(0, longestLine)) || ' '}
      {more > 0 && <span class="cut">{t('… {0} more characters', more)}</span>}
    </>
  );
}
