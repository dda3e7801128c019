import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assertFirst, repair } from './scratch-repair.ts';

const undefinedRead = (property: string) => `Cannot read properties of undefined (reading '${property}')`;

describe('repairs of JavaScript, producer first: what a search may not find', () => {
  const rooms = `const rooms = [{ id: 'a', seats: 4 }];

exports.roomWith = function roomWith(id) {
  return rooms.find(function (room) { return room.id === id; });
};
`;

  it('answers as the other handlers of the file do', async () => {
    const { diagnosis } = await assertFirst(
      {
        files: {
          'rooms.js': rooms,
          'routes.js': `const { roomWith } = require('./rooms');
const bookings = require('./bookings');

exports.show = (req, res) => {
  if (!bookings.has(req.params.id)) {
    res.status(404).send('not found');
    return;
  }
  res.send(bookings.get(req.params.id));
};

exports.seats = (req, res) => {
  const room = roomWith(req.params.id);
  res.send(String(room.seats));
};
`,
        },
        type: 'TypeError',
        value: undefinedRead('seats'),
        frames: [['routes.js', 'room.seats']],
      },
      'routes.js',
      'if (!room) {',
      "return res.status(404).send('not found');",
      '}',
    );
    assert.deepEqual([diagnosis.locations[0]?.file, diagnosis.locations[0]?.line], ['routes.js', 13]);
  });

  it('leaves out an exit that uses what is not known there', async () => {
    const { candidates } = await repair({
      files: {
        'rooms.js': rooms,
        'plan.js': `const { roomWith } = require('./rooms');

function owner(user) {
  if (!user) throw new Error('no such user ' + user.name);
  return user.name;
}

function size(id) {
  const room = roomWith(id);
  return room.seats;
}

module.exports = { owner, size };
`,
      },
      type: 'TypeError',
      value: undefinedRead('seats'),
      frames: [['plan.js', 'room.seats']],
    });
    assert.ok(
      candidates.every(({ changes }) => !/no such user.*no such user/s.test(changes[0]?.after ?? '')),
    );
  });

  it('blames the caller that does not check, where others do', async () => {
    const { diagnosis } = await repair({
      files: {
        'store.js': `class Store {
  load(key) {
    const row = this.rows[key];
    return row === undefined ? null : row;
  }
}

module.exports = Store;
`,
        'bill.js': `function title(store, key) {
  const bill = store.load(key);
  if (!bill) return '';
  return bill.title;
}

function total(store, key) {
  const bill = store.load(key);
  return bill.total;
}

module.exports = { title, total };
`,
      },
      type: 'TypeError',
      value: "Cannot read properties of null (reading 'total')",
      frames: [['bill.js', 'bill.total']],
    });
    assert.deepEqual([diagnosis.locations[0]?.file, diagnosis.locations[0]?.line], ['bill.js', 8]);
  });

  it('blames the function that should have made the value where nobody expects nothing of it', async () => {
    const { diagnosis } = await repair({
      files: {
        'colour.js': `function colourOf(kind) {
  if (kind === 'low') return undefined;
  return { name: 'red' };
}

module.exports = (kind) => {
  const colour = colourOf(kind);
  return colour.name;
};
`,
      },
      type: 'TypeError',
      value: undefinedRead('name'),
      frames: [['colour.js', 'colour.name']],
    });
    assert.equal(diagnosis.locations[0]?.line, 2);
  });

  it('throws what the file throws, with the keys of its details', () =>
    assertFirst(
      {
        files: {
          'users.js': 'const byMail = new Map();\n\nexport const findUser = mail => byMail.get(mail);\n',
          'invite.js': `import { findUser } from './users.js';
import { HttpError } from './http-error.js';
import { teams } from './teams.js';

export function team(id) {
  if (!teams.has(id)) throw new HttpError(404, { code: 'unknown' });
  return teams.get(id);
}

export function invite(mail) {
  const user = findUser(mail);
  return { to: user.name };
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('name'),
        frames: [['invite.js', 'user.name']],
      },
      'invite.js',
      "if (!user) throw new HttpError(404, { code: 'unknown' });",
    ));

  it('guards a number with a number', async () => {
    const { candidates } = await repair({
      files: { 'share.js': 'exports.share = (part, whole) => part.count / whole.count;\n' },
      type: 'TypeError',
      value: undefinedRead('count'),
      frames: [['share.js', 'part.count / whole.count', { part: null, whole: { count: 4 } }]],
    });
    const guard = candidates.find(found => found.template === 'javascript/default-at-use');
    assert.match(guard?.changes[0]?.after ?? '', /=> \(part\?\.count \?\? 0\) \/ whole\.count;/);
  });
});
