/** Programs with what is peculiar to their language. */
export const java = `package com.acme.shop;
import java.util.*;
import static com.acme.Util.help;
import com.acme.model.Order;
public class Cart extends Base<String> {
  private final Map<String, Order> orders = new HashMap<>();
  static { init(); }
  public Cart(String owner, int... rest) { super(owner); }
  @Override
  public <T extends Order> List<T> find(@NotNull String id) throws IOException {
    Runnable later = () -> run(id);
    return orders.stream().map(x -> x.name()).toList();
  }
  private static class Inner {
    void deep() {
      new Thread() {
        @Override public void run() { help(); }
      }.start();
    }
  }
  enum Kind { A, B { int size() { return 2; } }; Kind next() { return B; } }
  record Point(int x, int y) { Point { check(x); } int sum() { return x + y; } }
  interface Shape { double area(); default String name() { return "shape"; } }
}
`;

export const go = `package shop

import (
	"fmt"
	m "github.com/acme/shop/model"
	_ "embed"
)

type Cart struct{ Items []Item }
type List[T any] struct{ head *T }
type Shape interface{ Area() float64 }

func New(owner, name string, opts ...Option) (*Cart, error) {
	go func(n int) { fmt.Println(n) }(1)
	return &Cart{}, nil
}
func (c *Cart) Add(it m.Item) int {
	handler := func(w Writer) { w.Flush() }
	handler(nil)
	return 1
}
func (l List[T]) len() int { return 0 }
`;

export const rust = `use std::collections::HashMap as Map;
use crate::model::{Order, line::Line as It};
pub struct Cart<T> { items: Vec<T> }
impl<T: Clone> Cart<T> {
    pub async fn new(owner: &str, mut size: usize) -> Result<Self, Error> {
        let add = |a: i32, b| a + b;
        fn nested() {}
        Ok(Self { items: vec![] })
    }
    fn total(&self) -> f64 { 0.0 }
}
impl Shape for Cart<u8> { fn area(&mut self) -> f64 { 1.0 } }
trait Shape { fn area(&mut self) -> f64; fn name(&self) -> &str { "shape" } }
mod tests { use super::*; #[test] fn works() { assert!(true); } }
fn main() {}
`;

export const ruby = `require_relative '../model/order'
module Shop
  class Cart < Base
    LIMIT = 3
    def initialize(owner, size = 2, *rest, key:, opt: 1, **others, &block)
      @items = []
    end
    def self.build(owner) = new(owner)
    class << self
      def make; end
    end
    def empty?
      @items.each do |item|
        puts item
      end
      add = ->(a) { a }
      add.call(1)
    end
    define_method(:total) { 1 }
    Line = Struct.new(:price) do
      def cost = price
    end
  end
end
def top(a) = a
`;

export const php = `<?php
namespace App\\Shop;
use App\\Model\\Order;
use App\\Model\\{Item as It, Line};
abstract class Cart extends Base {
  use Loggable;
  public function __construct(private readonly string $owner, int $size = 2, int ...$rest) {}
  public static function make(?Order $order = null): ?self { return new self('x'); }
  abstract function size();
  private function total() {
    $add = function (int $n) use ($a) { return $n; };
    $twice = fn($n) => $n * 2;
    return array_map(fn($item) => $item->price, $this->items);
  }
}
trait Loggable { function log() { yield 1; } }
enum Suit: string { case A = 'a'; function label() { return new class { function z() {} }; } }
function helper($x) { return $x; }
`;

export const csharp = `using System;
using M = Acme.Model;
namespace Acme.Shop;
public partial class Cart<T> : Base where T : class {
  public string Owner { get; set; } = "x";
  public int Total => items.Count;
  public int Both { get { return both; } private set { both = value; } }
  public Cart(string owner, int size = 2, params int[] rest) : base(owner) { }
  public static async Task<T> FindAsync<K>(string id, CancellationToken? token = default) {
    int Local(int z) { return z; }
    Func<int, Task> later = async a => { await Go(a); };
    return list.Select(x => x.Name).First();
  }
  private class Inner { void Deep() { } }
}
record Point(int X, int Y) { public int Sum() => X + Y; }
`;
