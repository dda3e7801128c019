import { CollectError } from './collect-error.ts';

const names = {
  '': 'identity',
  identity: 'identity',
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
} as const;

export type ContentEncoding = (typeof names)[keyof typeof names];

/**
 * The encoding that a body is said to have. Several on top of each other are refused: no SDK sends them, and each would
 * multiply what a small body can unpack to.
 * @throws {CollectError} `bad-encoding`
 */
export function contentEncodingOf(header: string | undefined): ContentEncoding {
  const parts = (header ?? '').toLowerCase().split(',');
  const encodings = parts.map(part => part.trim()).filter(part => part !== '' && part !== 'identity');
  const [name = ''] = encodings;
  if (encodings.length > 1) {
    throw new CollectError('bad-encoding', 'The body is encoded more than once; once is all that is taken.');
  }
  if (!Object.hasOwn(names, name)) {
    throw new CollectError(
      'bad-encoding',
      `The content encoding ${name.slice(0, 50)} is not known; gzip, deflate, br and zstd are.`,
    );
  }
  return names[name as keyof typeof names];
}
