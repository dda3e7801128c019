import assert from 'node:assert/strict';
import { scrubSettingsSchema } from '../scrub-settings.ts';
import { makeScrubber } from './scrubber.ts';

const scrubber = makeScrubber(scrubSettingsSchema.parse({}));

function gone(cases: Readonly<Record<string, string>>): void {
  for (const [text, expected] of Object.entries(cases)) assert.equal(scrubber.text(text), expected, text);
}

function kept(...texts: readonly string[]): void {
  for (const text of texts) assert.equal(scrubber.text(text), text);
}

describe('sensitive names in a text', () => {
  it('are found in query strings, forms and cookies', () => {
    gone({
      'a=1&password=hunter2&b=2': 'a=1&password=[scrubbed:password]&b=2',
      'GET /cb?access_token=abc#top': 'GET /cb?access_token=[scrubbed:token]',
      'user[password]=x&user%5Bpin%5D=1':
        'user[password]=[scrubbed:password]&user%5Bpin%5D=[scrubbed:password]',
      'sessionid=abc; theme=dark': 'sessionid=[scrubbed:session]; theme=dark',
      'name="password"\r\n\r\nhunter2\r\n--b': 'name="password"\r\n\r\n[scrubbed:password]\r\n--b',
    });
  });

  it('are found in JSON, in JSON within JSON, and in XML', () => {
    gone({
      '{"password": "hun\\"ter", "a": 1}': '{"password": "[scrubbed:password]", "a": 1}',
      '{\\"apiKey\\":\\"x\\",\\"a\\":1}': '{\\"apiKey\\":\\"[scrubbed:secret]\\",\\"a\\":1}',
      '{"pin": 1234, "a": 2}': '{"pin": "[scrubbed:password]", "a": 2}',
      '{"credentials": {"u": "}", "v": [1]}, "c": 1}': '{"credentials": "[scrubbed:secret]", "c": 1}',
      '<db-password>x</db-password>': '<db-password>[scrubbed:password]</db-password>',
    });
  });

  it('are found in what languages print', () => {
    gone({
      "{'password': 'x', 'a': None}": "{'password': '[scrubbed:password]', 'a': None}",
      "User(name='bob', auth_token=b'x')": "User(name='bob', auth_token=b'[scrubbed:token]')",
      "[('client_secret', 'x'), ('a', 'b')]": "[('client_secret', '[scrubbed:secret]'), ('a', 'b')]",
      '{:password=>"x", :a=>1}': '{:password=>"[scrubbed:password]", :a=>1}',
      'DB_PASSWORD=x\\nHOST=h': 'DB_PASSWORD=[scrubbed:password]\\nHOST=h',
    });
  });

  it('are found in logs, options, headers, connection strings and sentences', () => {
    gone({
      'login failed password: hunter2': 'login failed password: [scrubbed:password]',
      'run --api-key abc --verbose': 'run --api-key [scrubbed:secret] --verbose',
      'Server=h;Uid=sa;Pwd=p@ss;Timeout=3': 'Server=h;Uid=sa;Pwd=[scrubbed:password];Timeout=3',
      'AccountKey=abc+/==;EndpointSuffix=core': 'AccountKey=[scrubbed:secret];EndpointSuffix=core',
      'Authorization: Bearer abc': 'Authorization: [scrubbed:authorization]',
      'Cookie: a=b; c=d\nHost: h': 'Cookie: [scrubbed:session]\nHost: h',
      'API key: abc1, card number: 42': 'API key: [scrubbed:secret], card number: [scrubbed:card]',
      'the password is hunter2': 'the password is [scrubbed:password]',
      'Invalid token 9f86d081884c7d659a2feaa0': 'Invalid token [scrubbed:token]',
    });
  });

  it('are told from names that only look like them', () => {
    kept(
      'tokenize=3 secretary: bob author=joe authorized: yes tokens_used: 3 max_tokens=99 passport_count=1',
      'password_length=3 token_type=x has_password=1 session_timeout: 30 cookieDomain=h keyboard=de monkey=1',
      'compass: north, passenger=7, bypass=1, pinned=2, assess=3, discard=1, cardinality=5',
    );
  });

  it('are let be where they are given nothing, or talked about', () => {
    kept(
      'password: null, token=None, secret="", auth: undefined',
      'SyntaxError: Unexpected token: punc (})',
      'Unexpected token < in JSON at position 0',
      'Password: must be at least 8 characters',
      'Incorrect password for user bob',
      'session=<Session object at 0x7f00>',
      "KeyError: 'password'",
      'missing fields password, token and secret',
    );
  });
});
