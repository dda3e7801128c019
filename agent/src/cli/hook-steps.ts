import type { CreatedHook, HookSource } from '@errata/protocol/hook';

/** What is pasted where on a forge, as its own pages name it. */
const places: Readonly<Record<Exclude<HookSource, 'deployments'>, (hook: CreatedHook) => readonly string[]>> =
  {
    github: ({ url, secret }) => [
      'In the repository: Settings › Webhooks › Add webhook.',
      `  Payload URL   ${url}`,
      '  Content type  application/json',
      `  Secret        ${secret}`,
      '  Events        Pull requests, Pull request reviews, Pull request review comments, Issue comments,',
      '                Check runs, Workflow runs, Statuses, Deployment statuses, Releases',
    ],
    gitlab: ({ url, secret }) => [
      'In the project: Settings › Webhooks › Add new webhook.',
      `  URL            ${url}`,
      `  Signing token  ${secret}`,
      '                 (where there is no such field: the same as Secret token)',
      '  Trigger        Comments, Merge request events, Pipeline events, Deployment events, Releases events',
    ],
    gitea: ({ url, secret }) => [
      'In the repository: Settings › Webhooks › Add webhook › Gitea (or Forgejo).',
      `  Target URL         ${url}`,
      '  HTTP method        POST',
      '  POST content type  application/json',
      `  Secret             ${secret}`,
      '  Trigger on         Pull request (all of them), Comments, Commit status, Release',
    ],
  };

/** What is to be done with a hook that was just made. */
export function hookSteps(hook: CreatedHook): string {
  const { source, url } = hook;
  const steps = source === 'deployments' ? pipelineSteps(hook) : places[source](hook);
  const isNear = ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);
  const unreachable =
    '\nThis log center listens on this machine only, where no forge elsewhere can reach it. It needs none: agents look for themselves.';
  return [...steps, ...(isNear ? [unreachable] : [])].join('\n');
}

function pipelineSteps({ url, secret }: CreatedHook): readonly string[] {
  return [
    'Give the secret to the pipeline as ERRATA_SECRET, and after each deployment let it run:',
    '',
    `body='{"version":"1.2.3","commit":"'$(git rev-parse HEAD)'","environment":"production"}'`,
    'time=$(date +%s)',
    'signature=$(printf %s "$time.$body" | openssl dgst -sha256 -hmac "$ERRATA_SECRET" -r | cut -d" " -f1)',
    `curl --fail '${url}' -d "$body" -H "X-Errata-Timestamp: $time" -H "X-Errata-Signature: sha256=$signature"`,
    '',
    `ERRATA_SECRET  ${secret}`,
  ];
}
