/** What a scan of XML comes by: the start of an element, its end, or text in between. */
export type XmlPart =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

const attribute = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Walks through XML once, in linear time. It is as forgiving as a reader of reports has to be: any number of documents
 * one after the other, and one that is cut off ends where it is cut.
 */
export function* scanXml(xml: string): Generator<XmlPart> {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    const text = xml.slice(at, open < 0 ? xml.length : open);
    if (text.trim() !== '') yield { kind: 'text', text: decode(text) };
    if (open < 0) return;
    if (xml.startsWith('<![CDATA[', open)) {
      const close = xml.indexOf(']]>', open);
      yield { kind: 'text', text: xml.slice(open + 9, close < 0 ? xml.length : close) };
      at = close < 0 ? xml.length : close + 3;
      continue;
    }
    const comment = xml.startsWith('<!--', open);
    const close = comment ? xml.indexOf('-->', open) : endOfTag(xml, open);
    if (close < 0) return;
    at = close + (comment ? 3 : 1);
    if (comment || xml[open + 1] === '?' || xml[open + 1] === '!') continue;
    const tag = xml.slice(open + 1, close);
    if (tag.startsWith('/')) {
      yield { kind: 'end', name: tag.slice(1).trim() };
      continue;
    }
    const name = /^[^\s/>]*/.exec(tag)?.[0] ?? '';
    const attributes = new Map<string, string>();
    for (const [, key = '', double, single] of tag.slice(name.length).matchAll(attribute))
      attributes.set(key, decode(double ?? single ?? ''));
    yield { kind: 'start', name, attributes };
    if (tag.endsWith('/')) yield { kind: 'end', name };
  }
}

/** Values of attributes may hold a `>`. */
function endOfTag(xml: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < xml.length; at++) {
    const character = xml[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
  }
  return -1;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
