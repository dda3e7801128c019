/*
 * What differs from one occurrence of a message to the next, each kind with the pattern that finds it. The specific come
 * first. Repetitions are bounded or cannot overlap with what follows, so that a failed attempt costs little.
 */

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
const day = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}';
const zone = String.raw`(?: ?(?:z|utc|gmt|[acemp][sd]t|[cew]es?t|bst|ist|jst|msk)?(?:[+-]\d\d:?\d\d)?(?: \([\w ]{2,40}\))?)`;
const time = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,12})?)?(?: ?[ap]m(?!\w))?`;
const group = '[0-9a-f]{1,4}';
const name = '[a-z0-9_][a-z0-9_-]{0,62}';
const segment = String.raw`[\w.@%+~=-]{1,120}`;
const amount = String.raw`\d{1,20}(?:\.\d{1,20})?`;
/** A hash may look like an amount with a unit: `000d000d`. */
const noHash = String.raw`(?![0-9a-f]{7,}(?!\w))`;
const unit = '(?:ns|us|µs|μs|ms|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|[smhd])';

/** Names of files end like hosts: `cart.ts:12` is no host with a port. */
const sourceEndings =
  'py|pyx|js|jsx|mjs|cjs|ts|tsx|vue|svelte|go|rs|rb|erb|java|kt|kts|scala|groovy|php|cs|fs|vb|c|cc|cpp|cxx|h|hpp|m|mm|swift|dart|ex|exs|erl|clj|lua|pl|pm|r|jl|hs|ml|sh|sql|html|css|json|xml|yml|yaml';

export const kinds: readonly (readonly [kind: string, pattern: string])[] = [
  ['trace', `[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}`],
  ['uuid', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'],
  ['token', String.raw`(?<!-)eyj[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?`],
  [
    'url',
    String.raw`data:[\w/+.;=-]{0,100},[\w/+=%-]*|[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>\`]*[^\s"'<>\`.,;:!?)\]}]`,
  ],
  ['email', String.raw`\w[\w.+-]{0,63}@${name}(?:\.${name}){1,5}`],
  [
    'date',
    [
      String.raw`\d{4}[-/]\d\d?[-/]\d\d?(?:[t ]${time}${zone})?`,
      String.raw`\d{8}t\d{6}(?:\.\d{1,9})?z?`,
      String.raw`${day},? ${month} +\d{1,2},?(?: ${time}${zone})? \d{4}(?: ${time}${zone})?`,
      String.raw`(?:${day},? )?\d{1,2}[ /-]${month}[ /-]\d{2,4}(?:[ :]${time}${zone})?`,
      String.raw`(?:${day},? )?${month} \d{1,2}(?:,? \d{4})?,? ${time}${zone}`,
      String.raw`${month} \d{1,2}, \d{4}`,
      String.raw`\d{1,2}[/.]\d{1,2}[/.]\d{4}(?:,? ${time}${zone})?`,
      String.raw`datetime\.[a-z]{4,9}\([^()\n]{0,200}\)(?!<)`,
    ].join('|'),
  ],
  ['mac', '[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![:-])'],
  [
    'ip',
    [
      String.raw`\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)(?:\/\d{1,2})?`,
      String.raw`(?:${group}:){6}(?:\d{1,3}(?:\.\d{1,3}){3}|${group}:${group})`,
      String.raw`(?<![>:])(?=[0-9a-f:]{0,39}\d)(?:${group}(?::${group}){0,6})?::(?:(?:${group}:){0,5}\d{1,3}(?:\.\d{1,3}){3}|${group}(?::${group}){0,6})?(?:%\w{1,20})?(?!:[\w:<])`,
    ].join('|'),
  ],
  ['time', `${time}(?!:)`],
  [
    'host',
    String.raw`(?:localhost|${name}(?:\.${name}){0,8}\.(?!(?:${sourceEndings}):)[a-z][a-z0-9-]{0,30}):\d{2,5}`,
  ],
  [
    'path',
    [
      String.raw`[a-z]:[\\/][^\s"'<>|:*?]*[^\s"'<>|:*?.,;!)\]}]`,
      String.raw`(?<!>)\\\\[\w.$-]{1,100}\\[^\s"'<>|:*?]*[^\s"'<>|:*?.,;!)\]}]`,
      String.raw`(?<!>)(?:~|\.{1,2})?\/(?:${segment}\/){1,40}(?:[\w.@%+~=-]{0,119}[\w@%+~=-])?`,
      String.raw`(?<!>)(?:~|\.{1,2})?\/[\w@%+~=-]{1,120}\.[a-z]\w{0,7}(?!<)`,
      String.raw`\w(?:[\w.@-]{0,100}\/){2,40}[\w.@-]{0,100}\.[a-z]\w{0,7}(?!<)`,
    ].join('|'),
  ],
  ['hex', '0x[0-9a-f]+'],
  ['blob', String.raw`(?=[\w+/-]{0,60}\d)(?=[\w+/-]{0,60}[+/=-])[\w+/][\w+/-]{39,}={0,2}`],
  ['version', String.raw`v?\d{1,10}(?:\.\d{1,10}){2,5}(?:[-+][a-z](?:[\w.+-]{0,40}\w)?)?`],
  [
    'duration',
    String.raw`p(?=[\dt])(?:\d{1,9}[ymwd]){0,4}(?:t(?:\d{1,9}(?:\.\d{1,9})?[hms]){1,3})?|${noHash}${amount} ?${unit}(?:,? ?${amount} ?${unit}){0,6}`,
  ],
  ['size', `${noHash}${amount} ?(?:[kmgtp]i?b|[kmgtp]i|bytes?|b)`],
  ['number', String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|\d+(?:\.\d+)?(?:e[+-]?\d{1,4})?%?`],
];
