import type { ReviewSnapshot } from '@errata/protocol/webview';
import { useState } from 'preact/hooks';
import { t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { FileBody } from './file-body.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import type { ReviewFile } from './state.ts';
import { isLocked, isOpen } from './state.ts';
import { useWide } from './width.ts';
import { visible } from './words.ts';

/** The change, file by file. */
export function Files({ shown }: { shown: ReviewSnapshot }) {
  const { files, selected, layout } = shown;
  const isWide = useWide();
  return (
    <section class="files" aria-label={t('Changes')}>
      {files.map(file => (
        <FileChange
          key={`${selected}:${file.path}`}
          file={file}
          layout={isWide ? layout : 'inline'}
          isOpen={isOpen(shown)}
          locked={isLocked(shown)}
        />
      ))}
    </section>
  );
}

interface FileProps {
  readonly file: ReviewFile;
  readonly layout: ReviewSnapshot['layout'];
  readonly isOpen: boolean;
  readonly locked: boolean;
}

function FileChange({ file, layout, isOpen, locked }: FileProps) {
  const [expanded, setExpanded] = useState(false);
  const { path, role, hunks, edited, before, after } = file;
  const lines = (kind: string) => hunks.flatMap(hunk => hunk.lines).filter(line => line.kind === kind).length;
  const name = visible(path);
  const slash = name.lastIndexOf('/') + 1;
  const isWhole = before === null || after === null;
  return (
    <article class="file" aria-label={name}>
      <header class="file-bar">
        <Icon name={role === 'fix' ? 'file-code' : 'beaker'} />
        <h3 title={name}>
          <span class="dim">{name.slice(0, slash)}</span>
          {name.slice(slash)}
        </h3>
        <span class="badge">{role === 'fix' ? t('Fix') : t('Regression test')}</span>
        {before === null && <span class="badge">{t('New file')}</span>}
        {after === null && <span class="badge">{t('Deleted')}</span>}
        {edited && <span class="badge edited">{t('Edited by you')}</span>}
        <span class="counts">
          <span class="added-count">+{lines('added')}</span>{' '}
          <span class="removed-count">−{lines('removed')}</span>
        </span>
        <span class="buttons">
          {!isWhole && (
            <Button
              kind="quiet"
              icon={expanded ? 'fold' : 'unfold'}
              label={expanded ? t('Only changes') : t('Whole file')}
              title={expanded ? t('Show only changes of {0}', name) : t('Show the whole file {0}', name)}
              onClick={() => setExpanded(!expanded)}
            />
          )}
          {isOpen && <Doors path={path} />}
          {isOpen && <Decisions path={path} edited={edited} locked={locked} />}
        </span>
      </header>
      <FileBody file={file} layout={layout} locked={locked} expanded={expanded} />
    </article>
  );
}

/** The same change elsewhere in VS Code. */
function Doors({ path }: { path: string }) {
  return (
    <>
      <Button
        kind="quiet"
        icon="diff"
        label={t('Diff editor')}
        title={t('Open {0} in the diff editor', visible(path))}
        onClick={() => post({ type: 'openDiff', path })}
      />
      <Button
        kind="quiet"
        icon="eye"
        label={t('Preview')}
        title={t('Preview the change in {0} itself', visible(path))}
        onClick={() => post({ type: 'preview', path })}
      />
    </>
  );
}

function Decisions({ path, edited, locked }: { path: string; edited: boolean; locked: boolean }) {
  const mark = (state: 'accepted' | 'rejected') =>
    post({ type: 'mark', scope: { kind: 'file', path }, state });
  return (
    <>
      {edited && (
        <Button
          kind="quiet"
          icon="discard"
          label={t('Restore')}
          title={t('Restore {0}: take your edits back', visible(path))}
          disabled={locked}
          onClick={() => post({ type: 'restore', path })}
        />
      )}
      <Button
        kind="quiet"
        icon="check-all"
        label={t('Accept every hunk')}
        title={t('Accept every hunk of {0}', visible(path))}
        disabled={locked}
        onClick={() => mark('accepted')}
      />
      <Button
        kind="quiet"
        icon="close-all"
        label={t('Reject every hunk')}
        title={t('Reject every hunk of {0}', visible(path))}
        disabled={locked}
        onClick={() => mark('rejected')}
      />
    </>
  );
}
