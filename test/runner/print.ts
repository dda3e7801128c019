/** Prints one line or several. */
export type Print = (text: string) => void;

export const toStdout: Print = text => void process.stdout.write(`${text}\n`);

/** Puts a mark before each line, by which those that print at once are told apart. */
export function marked(mark: string, print: Print): Print {
  return text => print(text.replaceAll(/^/gm, mark));
}
