import assert from 'node:assert/strict';
import { refusalOf } from './postgres.ts';

describe('a PostgreSQL server', () => {
  it('is refused when it is too old or cannot hold all text', () => {
    assert.equal(refusalOf({ version: '140000', encoding: 'UTF8' }), undefined);
    assert.equal(refusalOf({ version: '180001', encoding: 'UTF8' }), undefined);
    assert.match(refusalOf({ version: '130022', encoding: 'UTF8' }) ?? '', /PostgreSQL 13 is too old; 14/);
    assert.match(refusalOf({ version: '160004', encoding: 'SQL_ASCII' }) ?? '', /SQL_ASCII.*UTF8/);
  });
});
