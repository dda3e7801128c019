import * as vscode from 'vscode';

interface Asked {
  readonly title: string;
  readonly prompt: string;
  /** What to say of a text that cannot be one. */
  readonly wrong: string;
}

/** Asks for a secret, which is not shown while it is typed. Nothing when the person does not want to. */
export async function askForSecret({ title, prompt, wrong }: Asked): Promise<string | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt,
    password: true,
    ignoreFocusOut: true,
    validateInput: text => (/^[\x21-\x7e]+$/.test(text.trim()) ? undefined : wrong),
  });
  return typed?.trim();
}
