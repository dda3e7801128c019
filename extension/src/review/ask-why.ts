import * as vscode from 'vscode';

/** Asks for a reason: one of the common ones, or what the person types. Undefined when they thought better of it. */
export function askWhy(title: string, common: readonly string[]): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Choose a reason or write one');
  // What one looks at beside it, such as the diff, is what one writes about.
  pick.ignoreFocusOut = true;
  const reasons = common.map(label => ({ label }));
  pick.items = reasons;
  return new Promise(resolve => {
    pick.onDidChangeValue(value => {
      const own = value.trim();
      const described = { label: own, description: vscode.l10n.t('in your words'), alwaysShow: true };
      pick.items = own === '' ? reasons : [described, ...reasons];
    });
    pick.onDidAccept(() => {
      // Who types fast is done before what they typed is in the list.
      resolve(pick.selectedItems[0]?.label ?? (pick.value.trim() || undefined));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
