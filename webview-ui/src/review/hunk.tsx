import type { ReviewHunk } from '@errata/protocol/webview';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { visible } from './words.ts';

interface HunkProps {
  readonly path: string;
  readonly hunk: ReviewHunk;
  readonly position: string;
  readonly locked: boolean;
}

const signs = { context: ' ', added: '+', removed: '−' };
const stateIcons = { accepted: 'pass-filled', rejected: 'error', undecided: 'circle-large' };

/** One hunk. It takes the focus, so that `a`, `r` and `u` are about it. */
export function Hunk({ path, hunk, position, locked }: HunkProps) {
  const mark = (state: ReviewHunk['state']) =>
    post({
      type: 'mark',
      scope: { kind: 'hunk', path, hunk: hunk.id },
      state: hunk.state === state ? 'undecided' : state,
    });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form
    <div
      class={`hunk ${hunk.state}`}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a hunk takes the focus, for the keys that are about it
      tabIndex={0}
      data-path={path}
      data-hunk={hunk.id}
      aria-label={`Hunk ${position} of ${path}, ${hunk.state}`}
    >
      <div class="hunk-bar">
        <span class="hunk-state">
          <Icon name={stateIcons[hunk.state]} />
          {hunk.state}
        </span>
        <code class="hunk-header">{hunk.header}</code>
        {!locked && (
          <span class="buttons">
            <Button
              icon="check"
              label="Accept hunk"
              tone="accept"
              pressed={hunk.state === 'accepted'}
              title={`Accept hunk ${position} of ${path} (a)`}
              onClick={() => mark('accepted')}
            />
            <Button
              icon="close"
              label="Reject hunk"
              tone="reject"
              pressed={hunk.state === 'rejected'}
              title={`Reject hunk ${position} of ${path} (r)`}
              onClick={() => mark('rejected')}
            />
          </span>
        )}
      </div>
      <div class="lines">
        <table>
          <tbody>
            {hunk.lines.map(line => (
              <tr key={`${line.oldLine ?? ''}:${line.newLine ?? ''}`} class={line.kind}>
                <td class="number">{line.oldLine}</td>
                <td class="number">{line.newLine}</td>
                <td class="sign">{signs[line.kind]}</td>
                <td class="text">{visible(line.text) || ' '}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
