import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { areas, readArea, readWords, root } from './area.ts';
import { bypassingIn } from './bypassing.ts';
import { messagesIn } from './messages.ts';
import { faultsOf } from './spelling.ts';

/** Fails with the lines, if there are any, in a form that can be pasted. */
function assertNone(lines: readonly string[], heading: string): void {
  if (lines.length > 0) assert.fail(`${heading}\n${lines.join('\n')}\n`);
}

for (const area of areas) {
  describe(`the words of ${area.name}`, () => {
    const { messages, problems, bypassing } = readArea(area);
    const words = readWords(area.bundle);

    it('are given to the translation as literals with the values that they name', () => {
      assertNone(problems, 'These cannot be translated:');
    });

    it('do not go past it', () => {
      assertNone(bypassing, 'These do not come out of t:');
    });

    it('are all there in Chinese', () => {
      const missing = messages.filter(message => !Object.hasOwn(words, message));
      const lines = missing.map(message => `  ${JSON.stringify(message)}: "",`);
      assertNone(lines, `${area.bundle} lacks:`);
    });

    it('have no translation that nothing asks for', () => {
      const stale = Object.keys(words).filter(message => !messages.includes(message));
      assertNone(stale, `${area.bundle} holds in vain:`);
    });

    it('are translated into well-set Chinese with the same values', () => {
      const faults = Object.entries(words).flatMap(([message, words]) => faultsOf(message, words));
      assertNone(faults, 'These are not well set:');
    });
  });
}

describe('the words of the manifest', () => {
  const english = readWords('extension/package.nls.json');
  const chinese = readWords('extension/package.nls.zh-cn.json');

  it('are all there in Chinese, and no others', () => {
    const missing = Object.keys(english).filter(key => !Object.hasOwn(chinese, key));
    const lines = missing.map(key => `  ${JSON.stringify(key)}: "", // ${english[key]}`);
    assertNone(lines, 'extension/package.nls.zh-cn.json lacks:');
    assert.deepEqual(Object.keys(chinese), Object.keys(english), 'the keys stand in another order');
  });

  it('stand in no other place', () => {
    const { contributes } = JSON.parse(readFileSync(join(root, 'extension/package.json'), 'utf8'));
    // What a schema says is read by models.
    const shown = JSON.stringify(contributes, (key, value) => (key === 'inputSchema' ? undefined : value));
    const literal =
      /"(?:title|name|contents|description|markdownDescription|patternErrorMessage)":"(?!%|Errata|[a-z_]+")[^"]*/g;
    assertNone(shown.match(literal) ?? [], 'These have no key:');
  });

  it('are translated into well-set Chinese with the same links and code', () => {
    const faults = Object.entries(chinese).flatMap(([key, words]) => faultsOf(english[key] ?? '', words));
    assertNone(faults, 'These are not well set:');
  });
});

describe('the search for words', () => {
  const found = (text: string) => messagesIn('file.ts', text, { late: false });

  it('knows the translation under every name that it goes by', () => {
    const text = `
      import { t as say } from '@vscode/l10n';
      const tell = vscode.l10n.t;
      interface Parts { readonly translate: Translate }
      function show(word: Translate, parts: Parts) {
        say('a'); tell('b'); word('c'); parts.translate('d'); vscode.l10n.t('e'); this.t('f'); t(\`g\`);
      }`;
    assert.deepEqual(found(text).messages, ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('refuses what is no literal, and values that do not fit', () => {
    const refused = [
      't(text)',
      "t('a' + b)",
      "t(a ? 'b' : 'c')",
      `t(\`a \${b}\`)`,
      't`a`',
      "t('{0} {1}', a)",
      "t('a', b)",
    ];
    for (const text of refused) assert.equal(found(text).problems.length, 1, text);
    assert.deepEqual(found("t('{0} of {1}', a, b)").problems, []);
  });

  it('refuses words that are asked for before they are loaded', () => {
    const early = (text: string) => messagesIn('file.ts', text, { late: true }).problems.length;
    assert.equal(early("const words = { a: t('a') };"), 1);
    assert.equal(early("const words = { a: () => t('a') };"), 0);
  });

  it('finds what a person reads and nothing translates', () => {
    const shown = [
      "vscode.window.showErrorMessage('It failed.')",
      "const item = { label: 'Two words' }",
      "item.tooltip = yes ? 'Good' : text",
      `new RunError('not-ready', \`It is at \${stage} yet\`)`,
      'const part = <p title="Whole fix">{open ? "Close" : "Open"} the rest</p>',
    ];
    assert.deepEqual(
      shown.map(text => bypassingIn('file.tsx', text).length),
      [1, 1, 1, 1, 4],
    );
    const unseen = [
      "log.error('It failed.')",
      "const item = { label: t('A'), id: 'Two words', title: '$(bug) Errata' }",
    ];
    assert.deepEqual(
      unseen.flatMap(text => bypassingIn('file.tsx', text)),
      [],
    );
  });
});
