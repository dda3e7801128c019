import type { EngineSettings } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { ModelError } from './model-error.ts';

const form = 'NAME=INPUT/OUTPUT[/CACHE_READ[/CACHE_WRITE]]';
const amount = /^(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * What models cost as a person writes it down, in US dollars for a million tokens: `qwen3-coder=0.2/0.8`, several with commas between.
 * Throws `ModelError` `no-model`.
 */
export function pricesFromText(text: string): EngineSettings['prices'] {
  return Object.fromEntries(
    text
      .split(',')
      .map(each => each.trim())
      .filter(each => each !== '')
      .map(priced),
  );
}

function priced(text: string): [name: string, price: EngineSettings['prices'][string]] {
  const [, name = '', written = ''] = /^(.*)=(.*)$/s.exec(text) ?? [];
  const amounts = written.split('/').map(each => each.trim());
  const [input, output, cacheRead, cacheWrite] = amounts.map(Number);
  const isPrice = amounts.length <= 4 && amounts.every(each => amount.test(each));
  if (name.trim() === '' || !isPrice || input === undefined || output === undefined) {
    throw new ModelError(
      'no-model',
      t('“{0}” is no price of a model: write {1}, in US dollars for a million tokens.', text, form),
    );
  }
  return [
    name.trim(),
    {
      input,
      output,
      ...(cacheRead !== undefined && { cacheRead }),
      ...(cacheWrite !== undefined && { cacheWrite }),
    },
  ];
}
