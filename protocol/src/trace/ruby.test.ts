import assert from 'node:assert/strict';
import { samples } from './testing/samples.ts';
import { shown } from './testing/shown.ts';

describe('a stack trace of Ruby', () => {
  it('is read with its causes', () => {
    assert.equal(
      shown(samples.ruby),
      `ruby
NoMethodError: undefined method \`price' for nil:NilClass

  def total(x) = x.price
                  ^^^^^^
  * a.rb:10 <main>
  * a.rb:9 main
  * a.rb:4 run
  * a.rb:4 each
  * a.rb:4 block in run
  * a.rb:2 total
ArgumentError: bad cart
second line
  * a.rb:10 <main>
  * a.rb:9 main
  * a.rb:3 run
  * a.rb:6 rescue in run`,
    );
  });

  it('may be printed the other way round, and logged', () => {
    assert.equal(
      shown(`Traceback (most recent call last):
\t5: from a.rb:10:in \`<main>'
\t4: from a.rb:9:in \`main'
\t3: from a.rb:4:in \`run'
\t2: from a.rb:4:in \`each'
\t1: from a.rb:4:in \`block in run'
a.rb:2:in \`total': undefined method \`price' for nil:NilClass (NoMethodError)

  def total(x) = x.price
                  ^^^^^^
\t3: from a.rb:10:in \`<main>'
\t2: from a.rb:9:in \`main'
\t1: from a.rb:3:in \`run'
a.rb:6:in \`rescue in run': bad cart (ArgumentError)
second line
---
E, [2026-11-26T19:36:48.786372 #5974] ERROR -- : bad cart
second line (ArgumentError)
a.rb:6:in \`rescue in run'
a.rb:3:in \`run'
a.rb:9:in \`main'
a.rb:10:in \`<main>'`),
      `ruby
NoMethodError: undefined method \`price' for nil:NilClass

  def total(x) = x.price
                  ^^^^^^
  * a.rb:10 <main>
  * a.rb:9 main
  * a.rb:4 run
  * a.rb:4 each
  * a.rb:4 block in run
  * a.rb:2 total
ArgumentError: bad cart
second line
---
  * a.rb:10 <main>
  * a.rb:9 main
  * a.rb:3 run
  * a.rb:6 rescue in run

ruby
ArgumentError: bad cart
second line
  * a.rb:10 <main>
  * a.rb:9 main
  * a.rb:3 run
  * a.rb:6 rescue in run`,
    );
  });

  it('has other quotes since Ruby 3.4', () => {
    assert.equal(
      shown(`cart.rb:3:in 'Cart#total': undefined method 'price' for nil (NoMethodError)

    x.price
     ^^^^^^
\tfrom cart.rb:7:in 'block in Cart.run'
\tfrom <internal:array>:42:in 'Array#each'
\tfrom /usr/lib/ruby/gems/3.4.0/gems/rack-3.0.0/lib/rack/builder.rb:12:in 'Rack::Builder#call'
\tfrom cart.rb:9:in '<main>'`),
      `ruby
NoMethodError: undefined method 'price' for nil

    x.price
     ^^^^^^
  * cart.rb:9 <main>
  - /usr/lib/ruby/gems/3.4.0/gems/rack-3.0.0/lib/rack/builder.rb:12 Rack::Builder#call
  - <internal:array>:42 Array#each
  * cart.rb:7 block in Cart.run
  * cart.rb:3 Cart#total`,
    );
  });

  it('is read from the log of Rails', () => {
    assert.equal(
      shown(`F, [2024-05-01T12:00:00.123456 #123] FATAL -- : [4d3c] 
F, [2024-05-01T12:00:00.123456 #123] FATAL -- : [4d3c] NoMethodError (undefined method \`name' for nil:NilClass):
F, [2024-05-01T12:00:00.123456 #123] FATAL -- : [4d3c]   
F, [2024-05-01T12:00:00.123456 #123] FATAL -- : [4d3c] app/controllers/carts_controller.rb:12:in \`show'
F, [2024-05-01T12:00:00.123456 #123] FATAL -- : [4d3c] actionpack (7.0.4) lib/action_controller/metal/basic_implicit_render.rb:6:in \`send_action'`),
      `ruby
NoMethodError: undefined method \`name' for nil:NilClass
  - actionpack (7.0.4) lib/action_controller/metal/basic_implicit_render.rb:6 send_action
  * app/controllers/carts_controller.rb:12 show`,
    );
  });

  it('is read from the log of Rails without a prefix', () => {
    assert.equal(
      shown(`Completed 500 Internal Server Error in 12ms (ActiveRecord: 0.3ms)

ActiveRecord::RecordNotFound (Couldn't find Cart with 'id'=5):

app/controllers/carts_controller.rb:12:in \`show'
app/models/cart.rb:3:in \`find_it'

Started GET "/" for ::1`),
      `ruby
ActiveRecord::RecordNotFound: Couldn't find Cart with 'id'=5
  * app/models/cart.rb:3 find_it
  * app/controllers/carts_controller.rb:12 show`,
    );
  });

  it('is read from what Sidekiq logs', () => {
    assert.equal(
      shown(`2024-05-01T12:00:00.123Z pid=1 tid=abc WARN: ArgumentError: bad cart
2024-05-01T12:00:00.123Z pid=1 tid=abc WARN: /srv/app/jobs/a.rb:3:in \`perform'
/usr/local/bundle/gems/sidekiq-6.5/lib/sidekiq/processor.rb:12:in \`run'`),
      `ruby
ArgumentError: bad cart
  * /srv/app/jobs/a.rb:3 perform`,
    );
  });
});
