import type { Cart } from './cart.ts';
import { RequestError } from './errors.ts';
import type { Cents } from './money.ts';
import { priceCart } from './pricing.ts';
import { shippingCost } from './shipping.ts';
import { release, reserve } from './stock.ts';

export interface Order {
  number: number;
  customer: string;
  shipping: Cents;
  total: Cents;
}

const orders: Order[] = [];

/** Reserves the cart's products and books the order. Nothing stays reserved if one of them runs out. */
export function placeOrder(cart: Cart, zone: string): Order {
  if (cart.lines.length === 0) throw new RequestError(400, 'The cart is empty.');
  const quote = priceCart(cart);
  const shipping = shippingCost(zone, quote.grams);
  const reserved: { sku: string; quantity: number }[] = [];
  try {
    for (const { sku, quantity } of cart.lines) {
      reserve(sku, quantity);
      reserved.push({ sku, quantity });
    }
  } catch (error) {
    for (const { sku, quantity } of reserved) release(sku, quantity);
    throw error;
  }
  const order = {
    number: orders.length + 1001,
    customer: cart.customer,
    shipping,
    total: quote.total + shipping,
  };
  orders.push(order);
  return order;
}
