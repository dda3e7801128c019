/** Something that speaks for an error being a repository's, or against it. */
export interface Clue {
  /** Above zero it speaks for it. */
  readonly weight: number;
  /** In words. */
  readonly reason: string;
}
