import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of Firefox and Safari', () => {
  it('is read with asynchronous and evaluated code', () => {
    assert.equal(
      shown(samples.firefox),
      `javascript
TypeError: cart.items is undefined
  - <anonymous> forEach
  * https://shop.example/js/app.js:3
  * https://shop.example/js/app.js:1:200
  * https://shop.example/js/load.js:3:9 load
  * https://shop.example/js/cart.js:30:5 Cart.prototype.sum/<
  * https://shop.example/js/cart.js:12:21 total`,
    );
  });

  it('may be alone', () => {
    assert.equal(
      shown(`total@https://shop.example/js/cart.js:12:21
global code@https://shop.example/js/app.js:3:9
module code@https://shop.example/js/app.js:3:9
@https://cdn.example/npm/@scope/x@1.2/y.js:1:2`),
      `javascript
Error: 
  * https://cdn.example/npm/@scope/x@1.2/y.js:1:2
  * https://shop.example/js/app.js:3:9 module code
  * https://shop.example/js/app.js:3:9 global code
  * https://shop.example/js/cart.js:12:21 total`,
    );
  });

  it('may come from React Native', () => {
    assert.equal(
      shown(`render@/var/containers/Bundle/main.jsbundle:12:345
[native code]
_x@/var/containers/Bundle/main.jsbundle:1:2`),
      `node
Error: 
  * /var/containers/Bundle/main.jsbundle:1:2 _x
  - <anonymous>
  * /var/containers/Bundle/main.jsbundle:12:345 render`,
    );
  });

  it('is not made of mail addresses', () => {
    assert.equal(
      shown(`contact me@example.com:12 now
git@github.com:12:3
root@host:/srv/app:12$ ls`),
      ``,
    );
  });
});
