import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { diagnose } from '../diagnose.ts';
import { eventOf, inMemory, mappedOf } from '../scratch-case.ts';

/** Where the value of a field that is nothing came from, in a program of one file. */
async function madeAt(file: string, text: string, type: string, value: string, line: string) {
  const event = eventOf({ files: { [file]: text }, type, value, frames: [[file, line]] });
  const found = await diagnose({ event, tree: inMemory({ [file]: text }), mapped: mappedOf(event) });
  const [best] = found.slice.origins;
  return [found.badExpression, best && text.split('\n')[best.line - 1]?.trim()];
}

describe('a field that holds nothing', () => {
  it('Java: is set in the constructor', async () => {
    const text =
      'class Mail {\n  private User user;\n  Mail() {\n    this.user = null;\n  }\n  String greet() {\n    return this.user.name();\n  }\n}\n';
    const npe = 'Cannot invoke "User.name()" because "this.user" is null';
    assert.deepEqual(await madeAt('Mail.java', text, 'java.lang.NullPointerException', npe, 'user.name()'), [
      'this.user',
      'this.user = null;',
    ]);
  });

  it('Go: is set in another method of the type', async () => {
    const text =
      'package mail\n\ntype Mail struct {\n\tuser *User\n}\n\nfunc (m *Mail) Reset() {\n\tm.user = nil\n}\n\nfunc (mail *Mail) Greet() string {\n\treturn mail.user.Name()\n}\n';
    const panic = 'invalid memory address or nil pointer dereference';
    assert.deepEqual(await madeAt('mail.go', text, 'runtime.errorString', panic, 'user.Name()'), [
      'mail.user',
      'm.user = nil',
    ]);
  });

  it('Go: is left out where the object is made', async () => {
    const text =
      'package mail\n\ntype Mail struct {\n\tuser *User\n\tto string\n}\n\nfunc New(to string) *Mail {\n\treturn &Mail{to: to}\n}\n\nfunc (m *Mail) Greet() string {\n\treturn m.user.Name()\n}\n';
    const panic = 'invalid memory address or nil pointer dereference';
    assert.deepEqual(await madeAt('mail.go', text, 'runtime.errorString', panic, 'user.Name()'), [
      'm.user',
      'return &Mail{to: to}',
    ]);
  });

  it('Rust: is set by another method', async () => {
    const text =
      'struct Mail { user: Option<User> }\n\nimpl Mail {\n    fn reset(&mut self) {\n        self.user = None;\n    }\n    fn greet(&self) -> String {\n        self.user.unwrap().name()\n    }\n}\n';
    const panic = 'called `Option::unwrap()` on a `None` value';
    assert.deepEqual(await madeAt('src/mail.rs', text, 'panic', panic, 'user.unwrap()'), [
      'self.user',
      'self.user = None;',
    ]);
  });

  it('Ruby: is an instance variable', async () => {
    const text =
      'class Mail\n  def initialize\n    @user = nil\n  end\n\n  def greet\n    @user.name\n  end\nend\n';
    assert.deepEqual(
      await madeAt('mail.rb', text, 'NoMethodError', "undefined method 'name' for nil", '@user.name'),
      ['@user', '@user = nil'],
    );
  });

  it('PHP: is declared with its value', async () => {
    const text =
      '<?php\nclass Mail {\n  private ?User $user = null;\n  function greet() {\n    return $this->user->name();\n  }\n}\n';
    const error = 'Call to a member function name() on null';
    assert.deepEqual(await madeAt('Mail.php', text, 'Error', error, 'user->name()'), [
      '$this->user',
      'private ?User $user = null;',
    ]);
  });

  it('C#: is a property', async () => {
    const text =
      'class Mail {\n  public User Writer { get; set; } = null;\n  public string Greet() {\n    return this.Writer.Name;\n  }\n}\n';
    const error = 'Object reference not set to an instance of an object.';
    assert.deepEqual(await madeAt('Mail.cs', text, 'System.NullReferenceException', error, 'Writer.Name'), [
      'this.Writer',
      'public User Writer { get; set; } = null;',
    ]);
  });
});
