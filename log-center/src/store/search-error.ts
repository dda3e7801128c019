/** A search cannot be meant as it is written; the message says what can be. */
export class SearchError extends Error {
  readonly reason = 'bad-query' as const;

  constructor(message: string) {
    super(message);
    this.name = 'SearchError';
  }
}
