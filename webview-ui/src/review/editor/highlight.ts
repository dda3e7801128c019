import { syntaxHighlighting } from '@codemirror/language';
import type { SyntaxColors } from '@errata/protocol/webview';
import { tagHighlighter, tags } from '@lezer/highlight';

const name = (color: keyof SyntaxColors) => `syntax-${color}`;

/** Puts the names of the theme's colours on the code; what colours they are stands in the stylesheet. */
export const highlighting = syntaxHighlighting(
  tagHighlighter([
    { tag: tags.comment, class: name('comment') },
    { tag: [tags.bool, tags.null, tags.atom, tags.self, tags.constant(tags.name)], class: name('constant') },
    { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: name('keyword') },
    { tag: tags.number, class: name('number') },
    { tag: [tags.string, tags.regexp, tags.special(tags.string)], class: name('string') },
    { tag: [tags.operator, tags.punctuation], class: name('operator') },
    { tag: [tags.typeName, tags.className, tags.namespace, tags.tagName], class: name('type') },
    {
      tag: [
        tags.function(tags.variableName),
        tags.function(tags.propertyName),
        tags.function(tags.definition(tags.variableName)),
        tags.macroName,
      ],
      class: name('function'),
    },
    { tag: [tags.propertyName, tags.attributeName], class: name('property') },
    { tag: tags.variableName, class: name('variable') },
  ]),
);
