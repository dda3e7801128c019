/** Where a program finds its models, inside the sandbox. */
export interface InnerApi {
  readonly provider: 'anthropic' | 'openai';
  readonly address: string;
  /** What it takes for a key. */
  readonly token: string;
  /** Its own choice without it. */
  readonly model?: string | undefined;
}

/** What a program said when it ended. */
export interface FinalWords {
  readonly text: string;
  /** It says itself that it failed. */
  readonly failed?: true;
}

/** A program that has a way of its own to be run without a person. */
export interface KnownProgram {
  /** As people call it. */
  readonly name: string;
  /** Whose models it speaks to. */
  readonly provider: InnerApi['provider'];
  /** The prompt comes over standard input. */
  options(api: InnerApi | undefined): readonly string[];
  env(api: InnerApi): Readonly<Record<string, string>>;
  /** Reads what it said in the end out of what it printed. */
  said(stdout: string): FinalWords;
}
