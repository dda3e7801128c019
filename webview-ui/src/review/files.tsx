import type { ReviewSnapshot } from '@errata/protocol/webview';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { Hunk } from './hunk.tsx';
import { Icon } from './icon.tsx';

type File = ReviewSnapshot['files'][number];

/** The change, file by file. */
export function Files({ files, locked }: { files: ReviewSnapshot['files']; locked: boolean }) {
  return (
    <section class="files" aria-label="Changes">
      {files.map(file => (
        <FileChange key={file.path} file={file} locked={locked} />
      ))}
    </section>
  );
}

function FileChange({ file, locked }: { file: File; locked: boolean }) {
  const { path, role, hunks } = file;
  const count = (kind: string) =>
    hunks.flatMap(({ lines }) => lines).filter(line => line.kind === kind).length;
  const mark = (state: 'accepted' | 'rejected') =>
    post({ type: 'mark', scope: { kind: 'file', path }, state });
  const slash = path.lastIndexOf('/') + 1;
  return (
    <article class="file" aria-label={path}>
      <header class="file-bar">
        <Icon name={role === 'fix' ? 'file-code' : 'beaker'} />
        <h3 title={path}>
          <span class="dim">{path.slice(0, slash)}</span>
          {path.slice(slash)}
        </h3>
        <span class="badge">{role === 'fix' ? 'Fix' : 'Regression test'}</span>
        <span class="counts">
          <span class="added-count">+{count('added')}</span>{' '}
          <span class="removed-count">−{count('removed')}</span>
        </span>
        <span class="buttons">
          <Button
            kind="quiet"
            icon="diff"
            label="Open in diff editor"
            title={`Open ${path} in the diff editor`}
            onClick={() => post({ type: 'openDiff', path })}
          />
          {!locked && (
            <>
              <Button
                kind="quiet"
                icon="check-all"
                label="Accept file"
                title={`Accept every hunk of ${path}`}
                onClick={() => mark('accepted')}
              />
              <Button
                kind="quiet"
                icon="close-all"
                label="Reject file"
                title={`Reject every hunk of ${path}`}
                onClick={() => mark('rejected')}
              />
            </>
          )}
        </span>
      </header>
      {hunks.map((hunk, index) => (
        <Hunk
          key={hunk.id}
          path={path}
          hunk={hunk}
          position={`${index + 1} of ${hunks.length}`}
          locked={locked}
        />
      ))}
    </article>
  );
}
