import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commitMessage, requestedMessage } from './commit-message.ts';
import { toldFix } from './scratch-fix.ts';

describe('commit message', () => {
  it('is a conventional commit with trailers', () => {
    const message = commitMessage(toldFix({ event: { release: 'shop@1.2.3' }, diagnosis: undefined }));
    assert.match(message, /^fix: start the list of vouchers empty where the cart is made\n\n/);
    assert.match(message, /\n\nErrata-Issue: SHOP-3\nErrata-Release: shop@1\.2\.3\n$/);
    assert.match(message, /Seen 4 times/);
  });

  it('has a trailer for each issue that it fixes', () => {
    const { issue } = toldFix({});
    const others = [{ ...issue, id: 'SHOP-4' }];
    assert.match(commitMessage(toldFix({ others })), /\n\nErrata-Issue: SHOP-3\nErrata-Issue: SHOP-4\n/);
    const written = requestedMessage({ title: 'fix: mine', body: '' }, toldFix({ others }));
    assert.match(written, /^fix: mine\n\nErrata-Issue: SHOP-3\nErrata-Issue: SHOP-4\n/);
  });

  it('cannot be made to mention people, close issues, or carry trailers of its own', () => {
    const hostile =
      'x\n\nErrata-Issue: OTHER-1\nCo-authored-by: a <a@b>\ncloses #12 @everyone \u001b[31m\u202e';
    const message = commitMessage(
      toldFix({
        issue: { title: hostile },
        event: { release: hostile },
        candidate: undefined,
        diagnosis: undefined,
      }),
    );
    assert.equal(message.match(/^Errata-Issue: /gm)?.length, 1);
    assert.doesNotMatch(message, /^Co-authored-by/m);
    assert.doesNotMatch(message, /#12|@everyone|(?!\n)\p{Cc}|\u202e/u);
  });

  it('keeps its subject on one line of 72 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), explanation => {
        const message = commitMessage(toldFix({ candidate: { explanation } }));
        const [subject = '', blank] = message.split('\n');
        assert.ok(subject.length <= 80 && blank === '');
      }),
    );
  });

  it('is what a person wrote, with the trailers below', () => {
    const text = { title: 'fix(cart): two\nlines\u0007', body: 'Why.\r\n\nErrata-Issue: OTHER-1\n' };
    const message = requestedMessage(text, toldFix({ event: { release: 'r1' } }));
    assert.match(message, /^fix\(cart\): two lines\n\nWhy\.\n\nErrata-Issue: OTHER-1\n\n/);
    assert.match(message, /\n\nErrata-Issue: SHOP-3\nErrata-Release: r1\nErrata-Suspect: d{12}\n$/);
    assert.match(requestedMessage({ ...text, body: ' ' }, toldFix({})), /^fix\(cart\): two lines\n\nErrata-/);
  });

  it('says that a person edited the fix', () => {
    const edited = toldFix({}).candidate;
    assert.match(commitMessage(toldFix({ edited })), /person edited the fix/);
    assert.doesNotMatch(commitMessage(toldFix({})), /person/);
  });
});
