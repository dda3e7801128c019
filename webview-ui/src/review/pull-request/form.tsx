import type { PullRequest, PullRequestForm } from '@errata/protocol/pull-request';
import type { ReviewSnapshot } from '@errata/protocol/webview';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../l10n/translate.ts';
import { Button } from '../button.tsx';
import { keepField, keptFields, post } from '../host.ts';
import { Icon } from '../icon.tsx';
import { visible } from '../words.ts';
import { FormField, saying } from './field.tsx';
import { Notes } from './notes.tsx';
import { Related } from './related.tsx';
import { Reviewers } from './reviewers.tsx';
import { finished, problemsOf, typed } from './validation.ts';

interface FormProps {
  readonly run: string;
  readonly form: PullRequestForm;
  readonly busy: ReviewSnapshot['busy'];
}

/** What the pull request will say and where it goes. What is typed stays when the page is hidden. */
export function PushForm({ run, form, busy }: FormProps) {
  const isBusy = busy !== undefined;
  const { related = [] } = form;
  const kept = `pull-request:${run}`;
  const [filled, setFilled] = useState<PullRequest>(() => ({ ...form.filled, ...typed(keptFields()[kept]) }));
  const [others, setOthers] = useState(() =>
    filled.reviewers.filter(name => !form.owners.includes(name)).join(', '),
  );
  // Errors are said once somebody tried to push; a form that scolds while it is being filled helps nobody.
  const [isTried, setTried] = useState(false);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    // It was asked for here. From a palette it may come up beside an editor in which somebody types.
    if (document.hasFocus()) section.current?.querySelector('input')?.focus();
    else section.current?.querySelector('h2')?.scrollIntoView({ block: 'center' });
  }, []);

  const change = (part: Partial<PullRequest>) => {
    const next = { ...filled, ...part };
    setFilled(next);
    keepField(kept, next);
  };
  // As it would be posted: what this remote cannot do cannot be wrong.
  const problems = problemsOf(finished(filled, form), form.owners);
  const said = isTried ? problems : {};
  const push = () => {
    setTried(true);
    if (isBusy) return;
    const [wrong] = Object.keys(problems);
    if (wrong === undefined) post({ type: 'publish', pullRequest: finished(filled, form) });
    else section.current?.querySelector<HTMLElement>(`#pr-${wrong}`)?.focus();
  };
  const cancel = () => {
    keepField(kept, undefined);
    post({ type: 'cancelPullRequest' });
  };
  return (
    <section
      ref={section}
      class="card pull-request"
      aria-labelledby="pull-request"
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) push();
        else if (event.key === 'Escape') cancel();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <h2 id="pull-request">
        <Icon name="git-pull-request" /> {t('Pull request to {0}', visible(form.remote))}
      </h2>
      {form.limited !== undefined && (
        <p class="limited">
          <Icon name="info" /> {visible(form.limited)}
        </p>
      )}
      <Notes notes={form.notes ?? []} icon="info" />
      <FormField id="pr-title" label={t('Title')} problem={said.title}>
        <input
          type="text"
          required
          value={filled.title}
          {...saying('pr-title', said.title)}
          onInput={({ currentTarget }) => change({ title: currentTarget.value })}
        />
      </FormField>
      <FormField id="pr-body" label={t('Description')} hint={t('Markdown')} problem={undefined}>
        <textarea
          rows={8}
          value={filled.body}
          {...saying('pr-body', undefined)}
          onInput={({ currentTarget }) => change({ body: currentTarget.value })}
        />
      </FormField>
      <Branches form={form} filled={filled} said={said} onChange={change} />
      {form.limited === undefined && (
        <>
          <Reviewers
            form={form}
            chosen={filled.reviewers}
            others={others}
            problem={said.reviewers}
            onChange={(reviewers, text) => {
              setOthers(text);
              change({ reviewers });
            }}
          />
          <label class="tick">
            <input
              type="checkbox"
              checked={filled.draft}
              onChange={({ currentTarget }) => change({ draft: currentTarget.checked })}
            />
            <span>{t('As a draft')}</span>
          </label>
        </>
      )}
      {related.length > 0 && (
        <Related related={related} chosen={filled.others ?? []} onChange={others => change({ others })} />
      )}
      <p class="buttons">
        <Button
          kind="primary"
          icon="repo-push"
          label={busy === 'publishing' ? t('Pushing…') : t('Push')}
          title={t('Push the branch and open the pull request (Ctrl+Enter)')}
          disabled={isBusy}
          onClick={push}
        />
        <Button label={t('Cancel')} disabled={isBusy} onClick={cancel} />
      </p>
    </section>
  );
}

interface BranchesProps {
  readonly form: PullRequestForm;
  readonly filled: PullRequest;
  readonly said: ReturnType<typeof problemsOf>;
  readonly onChange: (part: Partial<PullRequest>) => void;
}

function Branches({ form, filled, said, onChange }: BranchesProps) {
  return (
    <div class="field-pair">
      <FormField id="pr-branch" label={t('Branch')} problem={said.branch}>
        <input
          type="text"
          required
          spellcheck={false}
          value={filled.branch}
          {...saying('pr-branch', said.branch)}
          onInput={({ currentTarget }) => onChange({ branch: currentTarget.value })}
        />
      </FormField>
      <FormField id="pr-base" label={t('Into')} problem={said.base}>
        <input
          type="text"
          required
          spellcheck={false}
          list="pr-bases"
          value={filled.base}
          {...saying('pr-base', said.base)}
          onInput={({ currentTarget }) => onChange({ base: currentTarget.value })}
        />
        <datalist id="pr-bases">
          {form.bases.map(base => (
            <option key={base} value={base} />
          ))}
        </datalist>
      </FormField>
    </div>
  );
}
