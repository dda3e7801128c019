import { createHmac } from 'node:crypto';
import { type CreatedHook, createdHookSchema, type HookSource } from '@errata/protocol/hook';
import type { Answer, CenterClient } from './center-client.ts';

/** Sends as a forge or a pipeline does that was told a secret. */
export class HookSender {
  readonly hook: CreatedHook;

  constructor(hook: CreatedHook) {
    this.hook = hook;
  }

  /** A hook of a project, which is made for it. */
  static async create(client: CenterClient, source: HookSource, project = 'default'): Promise<HookSender> {
    const { status, body } = await client.ask('POST', `/projects/${project}/hooks`, { source });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return new HookSender(createdHookSchema.parse(body));
  }

  /** @param event as the forge calls it */
  send(event: string, payload: unknown): Promise<Answer> {
    const body = JSON.stringify(payload);
    return this.post(body, { ...this.sign(body), ...this.naming(event) });
  }

  async post(body: string, headers: Record<string, string>, url = this.hook.url): Promise<Answer> {
    const response = await fetch(url, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** The headers that a body is sent with. */
  sign(body: string, at = new Date()): Record<string, string> {
    const { secret, source } = this.hook;
    const seconds = String(Math.floor(at.getTime() / 1000));
    switch (source) {
      case 'github':
        return { 'x-hub-signature-256': `sha256=${hmac(secret, body)}` };
      case 'gitea':
        return { 'x-gitea-signature': hmac(secret, body) };
      case 'gitlab':
        return { 'x-gitlab-token': secret };
      case 'deployments':
        return {
          'x-errata-timestamp': seconds,
          'x-errata-signature': `sha256=${hmac(secret, `${seconds}.${body}`)}`,
        };
    }
  }

  naming(event: string): Record<string, string> {
    const { source } = this.hook;
    if (source === 'deployments') return {};
    const name = { github: 'x-github-event', gitea: 'x-gitea-event', gitlab: 'x-gitlab-event' }[source];
    return { 'content-type': 'application/json', [name]: event };
  }
}

export function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
