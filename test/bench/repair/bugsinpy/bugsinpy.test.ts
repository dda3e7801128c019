import assert from 'node:assert/strict';
import { chosen } from '../chosen.ts';
import { settingsIn } from './bugs.ts';
import { requirementsIn } from './environment.ts';
import { testsOf } from './test-names.ts';

const files = ['shop.py', 'tests/__init__.py', 'tests/test_shop.py', 'tests/unit/test_tax.py', 'test_top.py'];

describe('what a bug of BugsInPy tells', () => {
  it('is read from its settings, never run', () => {
    assert.deepEqual(
      settingsIn('python_version="3.8.3"\r\n# no="x"\ntest_file = \'a.py;b.py\'\n\nx=$(id)\n'),
      {
        python_version: '3.8.3',
        test_file: 'a.py;b.py',
        x: '$(id)',
      },
    );
  });

  it('names its tests in the ways of pytest', () => {
    const script = `#!/bin/bash
# pytest tests/unit/test_tax.py
PYTHONPATH=. pytest -q --tb=short tests/test_shop.py::Totals::test_sum "tests/test_shop.py::test_rate[a b]"
python3 -m pytest -k 'not slow' ./tests/unit/
python -m pytest -p no:x \\
  test_top.py && echo tests/test_shop.py
`;
    assert.deepEqual(testsOf(script, files), [
      'tests/test_shop.py::Totals::test_sum',
      'tests/test_shop.py::test_rate[a b]',
      'tests/unit/',
      'test_top.py',
    ]);
  });

  it('names its tests in the ways of unittest and others', () => {
    const script = `python -m unittest -q tests.test_shop.Totals.test_sum tests.unit.test_tax
nosetests tests/test_shop.py:Totals.test_sum
tox -e py38 -- test_top.py::test_it
python3.8 setup.py test
python runtests.py --verbose tests/unit/test_tax.py
`;
    assert.deepEqual(testsOf(script, files), [
      'tests/test_shop.py::Totals::test_sum',
      'tests/unit/test_tax.py',
      'test_top.py::test_it',
    ]);
  });

  it('names nothing where it is not understood', () => {
    assert.deepEqual(
      testsOf('make check\nbash -c "pytest tests"\npytest gone.py::test_x $(id)\n', files),
      [],
    );
  });

  it('asks for what pip can be given', () => {
    const text = `\ufeffattrs==19.3.0\r\npkg-resources==0.0.0\n-e git+https://x/y@1#egg=y\ntyping ; python_version<"3.5" # why\n./local\n\n`;
    assert.deepEqual(requirementsIn(text), {
      wanted: ['attrs==19.3.0', 'typing ; python_version<"3.5"', 'pytest'],
      others: ['-e git+https://x/y@1#egg=y', './local'],
    });
    assert.deepEqual(requirementsIn('pytest-cov==2.8\npytest == 5.4.3\n').wanted, [
      'pytest-cov==2.8',
      'pytest == 5.4.3',
    ]);
  });
});

describe('cases chosen by name', () => {
  const names = ['black-1', 'black-10', 'luigi-1'];
  const of = (...only: string[]) => [...chosen(names, only)];
  it('are those of the name, else those that hold a part of it, else all', () => {
    assert.deepEqual(of('black-1'), ['black-1']);
    assert.deepEqual(of('black'), ['black-1', 'black-10']);
    assert.deepEqual(of('luigi-1', 'ack-10'), ['luigi-1', 'black-10']);
    assert.deepEqual(of('none'), []);
    assert.deepEqual(of(), names);
  });
});
