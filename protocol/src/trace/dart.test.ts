import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of Dart', () => {
  it('is read with asynchronous gaps', () => {
    assert.equal(
      shown(samples.dart),
      `dart
FormatException: Unexpected character (at character 1)
x
^
  - dart:isolate-patch/isolate_patch.dart:300 _startIsolate
  * file:///srv/shop/bin/main.dart:5:3 main
  * file:///srv/shop/bin/cart.dart:3:9 new Cart
  * package:shop/cart.dart:12:21 Cart.total.<fn>
  - dart:convert-patch/convert_patch.dart:1383:5 _ChunkedJsonParser.fail`,
    );
  });

  it('is read from Flutter on Android', () => {
    assert.equal(
      shown(`E/flutter ( 1234): [ERROR:flutter/runtime/dart_vm_initializer.cc(41)] Unhandled Exception: Null check operator used on a null value
E/flutter ( 1234): #0      _HomeState.build (package:shop/home.dart:12:21)
E/flutter ( 1234): #1      StatefulElement.build (package:flutter/src/widgets/framework.dart:4919:27)
E/flutter ( 1234): 
I/flutter ( 1234): next`),
      `dart
TypeError: Null check operator used on a null value
  - package:flutter/src/widgets/framework.dart:4919:27 StatefulElement.build
  * package:shop/home.dart:12:21 _HomeState.build`,
    );
  });

  it("is read from Flutter's box", () => {
    assert.equal(
      shown(`══╡ EXCEPTION CAUGHT BY WIDGETS LIBRARY ╞═══════════════════════════════════════════════════════════
The following _TypeError was thrown building HomePage(dirty):
type 'Null' is not a subtype of type 'String'

The relevant error-causing widget was:
  HomePage HomePage:file:///srv/shop/lib/main.dart:20:12

When the exception was thrown, this was the stack:
#0      HomePage.build (package:shop/home.dart:12:21)
#1      StatelessElement.build (package:flutter/src/widgets/framework.dart:4870:49)
(elided 3 frames from class _AssertionError)

════════════════════════════════════════════════════════════════════════════════════════════════════`),
      `dart
TypeError: type 'Null' is not a subtype of type 'String'
  - package:flutter/src/widgets/framework.dart:4870:49 StatelessElement.build
  * package:shop/home.dart:12:21 HomePage.build`,
    );
  });

  it('is read in the short form', () => {
    assert.equal(
      shown(`Bad state: No element
package:shop/cart.dart 12:21  Cart.total.<fn>
===== asynchronous gap ===========================
dart:async                    _completeOnAsyncReturn
package:shop/main.dart 3:4    main`),
      `dart
StateError: Bad state: No element
  * package:shop/main.dart:3:4 main
  - dart:async _completeOnAsyncReturn
  * package:shop/cart.dart:12:21 Cart.total.<fn>`,
    );
  });

  it('may have several lines of message', () => {
    assert.equal(
      shown(`Unhandled exception:
NoSuchMethodError: The method 'x' was called on null.
Receiver: null
Tried calling: x()
#0      main (file:///a.dart:1:2)`),
      `dart
NoSuchMethodError: The method 'x' was called on null.
Receiver: null
Tried calling: x()
  * file:///a.dart:1:2 main`,
    );
  });

  it("is not a debugger's", () => {
    assert.equal(
      shown(`#0  0x00007ffff7a42428 in __GI_raise (sig=6) at ../sysdeps/unix/sysv/linux/raise.c:54
#1  main () at /x.c:3`),
      ``,
    );
  });
});
