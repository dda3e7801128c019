import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a panic of Rust', () => {
  it('is read with the backtrace from its place down', () => {
    assert.equal(
      shown(`
thread 'main' (5951) panicked at m.rs:1:40:
index out of bounds: the len is 2 but the index is 5
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689:5
   1: core::panicking::panic_fmt
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:80:14
   2: core::panicking::panic_bounds_check
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:271:5
   3: <usize as core::slice::index::SliceIndex<[T]>>::index
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/slice/index.rs:272:10
   4: core::slice::index::<impl core::ops::index::Index<I> for [T]>::index
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/slice/index.rs:19:15
   5: <alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/alloc/src/vec/mod.rs:3804:9
   6: m::f
             at ./m.rs:1:40
   7: m::main
             at ./m.rs:4:18
   8: core::ops::function::FnOnce::call_once
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs:250:5
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`),
      `rust
panic: index out of bounds: the len is 2 but the index is 5
  - /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs:250:5 core::ops::function::FnOnce::call_once
  * m.rs:4:18 m::main
  * m.rs:1:40 m::f`,
    );
  });

  it('is read with a full backtrace', () => {
    assert.equal(
      shown(`
thread 'main' (5952) panicked at m.rs:1:40:
index out of bounds: the len is 2 but the index is 5
stack backtrace:
   0:     0x56180b91d82a - std[e28293b1aa0f68bd]::backtrace_rs::backtrace::libunwind::trace
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/../../backtrace/src/backtrace/libunwind.rs:117:9
   5:     0x56180b92e2ba - core[c1f1a4ba060b9bfa]::fmt::write
  14:     0x56180b908f4d - __rustc[b7974e8690430dd9]::rust_begin_unwind
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689:5
  15:     0x56180b92eb6c - core[c1f1a4ba060b9bfa]::panicking::panic_fmt
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:80:14
  16:     0x56180b92e95c - core[c1f1a4ba060b9bfa]::panicking::panic_bounds_check
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:271:5
  17:     0x56180b8ee9d4 - <usize as core::slice::index::SliceIndex<[T]>>::index::h7a63b7995d36268c
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/slice/index.rs:272:10
  19:     0x56180b8eead3 - <alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index::h2f55d09255797640
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/alloc/src/vec/mod.rs:3804:9
  20:     0x56180b8eef2a - m::f::h86c9ab32e72a6c70
                               at /srv/shop/m.rs:1:40
  21:     0x56180b8ef7be - m::main::h4009bc0cd8b193aa
                               at /srv/shop/m.rs:4:18
  22:     0x56180b8f0eeb - core::ops::function::FnOnce::call_once::hc65c91a989f0ffcb
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs:250:5
  23:     0x56180b8eba1e - std::sys::backtrace::__rust_begin_short_backtrace::hfa891d39abf08321
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/sys/backtrace.rs:166:18
  24:     0x56180b8efbd1 - std::rt::lang_start::{{closure}}::h168e94e611939a97
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/rt.rs:206:18
  33:     0x56180b918ae4 - std[e28293b1aa0f68bd]::rt::lang_start_internal
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/rt.rs:171:5
  34:     0x56180b8efbb7 - std::rt::lang_start::hf21f289f39ea3723
                               at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/rt.rs:205:5
  35:     0x56180b8f2a2e - main
  36:     0x7f1226c3d24a - __libc_start_call_main
                               at ./csu/../sysdeps/nptl/libc_start_call_main.h:58:16
  38:     0x56180b8eac61 - _start
  39:                0x0 - <unknown>`),
      `rust
panic: index out of bounds: the len is 2 but the index is 5
  - <unknown>
  - <unknown> _start
  - csu/../sysdeps/nptl/libc_start_call_main.h:58:16 __libc_start_call_main
  - <unknown> main
  - /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/rt.rs:205:5 std::rt::lang_start
  - /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/rt.rs:171:5 std::rt::lang_start_internal
  - /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/rt.rs:206:18 std::rt::lang_start::{{closure}}
  - /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/sys/backtrace.rs:166:18 std::sys::backtrace::__rust_begin_short_backtrace
  - /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs:250:5 core::ops::function::FnOnce::call_once
  * /srv/shop/m.rs:4:18 m::main
  * /srv/shop/m.rs:1:40 m::f`,
    );
  });

  it('has its place even without a backtrace', () => {
    assert.equal(
      shown(`
thread 'worker 1' (5957) panicked at m.rs:6:110:
no value
here
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace

thread 'main' (5956) panicked at m.rs:6:155:
called \`Result::unwrap()\` on an \`Err\` value: Any { .. }`),
      `rust
panic: no value
here
  * m.rs:6:110

rust
panic: called \`Result::unwrap()\` on an \`Err\` value: Any { .. }
  * m.rs:6:155`,
    );
  });

  it('is read in the form before Rust 1.73', () => {
    assert.equal(
      shown(`thread 'main' panicked at 'called \`Result::unwrap()\` on an \`Err\` value: Os { code: 2, kind: NotFound, message: "No such file, really" }', src/main.rs:4:37
stack backtrace:
   0: rust_begin_unwind
             at /rustc/90c541806f23a127002de5b4038be731ba1458ca/library/std/src/panicking.rs:578:5
   1: core::panicking::panic_fmt
             at /rustc/90c541806f23a127002de5b4038be731ba1458ca/library/core/src/panicking.rs:67:14
   2: core::result::unwrap_failed
             at /rustc/90c541806f23a127002de5b4038be731ba1458ca/library/core/src/result.rs:1687:5
   3: core::result::Result<T,E>::unwrap
             at /rustc/90c541806f23a127002de5b4038be731ba1458ca/library/core/src/result.rs:1089:23
   4: shop::read
             at ./src/main.rs:4:13
   5: <shop::Cart as core::ops::drop::Drop>::drop
             at ./src/cart.rs:9:5
   6: core::ops::function::FnOnce::call_once
             at /rustc/90c541806f23a127002de5b4038be731ba1458ca/library/core/src/ops/function.rs:250:5
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`),
      `rust
panic: called \`Result::unwrap()\` on an \`Err\` value: Os { code: 2, kind: NotFound, message: "No such file, really" }
  - /rustc/90c541806f23a127002de5b4038be731ba1458ca/library/core/src/ops/function.rs:250:5 core::ops::function::FnOnce::call_once
  * src/cart.rs:9:5 <shop::Cart as core::ops::drop::Drop>::drop
  * src/main.rs:4:13 shop::read`,
    );
  });

  it('may have a message of several lines in that form', () => {
    assert.equal(
      shown(`thread '<unnamed>' panicked at 'assertion failed: \`(left == right)\`
  left: \`1\`,
 right: \`2\`: sums, differ', /home/me/.cargo/registry/src/github.com-1ecc/x-1.0.0/src/lib.rs:10:5
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace`),
      `rust
panic: assertion failed: \`(left == right)\`
  left: \`1\`,
 right: \`2\`: sums, differ
  - /home/me/.cargo/registry/src/github.com-1ecc/x-1.0.0/src/lib.rs:10:5`,
    );
  });

  it('may be an error with causes and a backtrace', () => {
    assert.equal(
      shown(samples.anyhow),
      `rust
Error: No such file or directory (os error 2)
Error: cannot open "a.toml"
Error: Failed to read config
  * src/main.rs:5:5 shop::main
  * src/config.rs:12:9 shop::config::read
  - /home/me/.cargo/registry/src/index.crates.io-6f17d22bba15001f/anyhow-1.0.75/src/error.rs:83:36 anyhow::error::<impl anyhow::Error>::msg`,
    );
  });

  it('may be an error with causes alone, in a log', () => {
    assert.equal(
      shown(`2024-05-01T12:00:00.123456Z ERROR shop::api: request failed error=Failed to read config

Caused by:
    No such file or directory (os error 2)`),
      `rust
Error: No such file or directory (os error 2)
Error: 2024-05-01T12:00:00.123456Z ERROR shop::api: request failed error=Failed to read config`,
    );
  });

  it('may have one cause of several lines', () => {
    assert.equal(
      shown(`Error: outer

Caused by:
    first line
    second line`),
      `rust
Error: first line
second line
Error: outer`,
    );
  });
});
