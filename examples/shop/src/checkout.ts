import { addLine, addVoucher, openCart, openGuestCart } from './cart.ts';
import { findProduct } from './catalog.ts';
import { priceCart, type Quote } from './pricing.ts';

/** What a signed-in customer would pay for these products, one of each. */
export function quoteForCustomer(
  customer: string,
  skus: string[],
  currency: string,
  vouchers: string[] = [],
): Quote {
  const cart = openCart(customer, currency);
  for (const sku of skus) addLine(cart, findProduct(sku), 1);
  for (const code of vouchers) addVoucher(cart, code);
  return priceCart(cart);
}

/** What somebody without an account would pay, straight from a product page. */
export function quoteForGuest(sku: string, quantity: number, currency: string): Quote {
  const product = findProduct(sku);
  const cart = openGuestCart(currency);
  addLine(cart, product, quantity);
  return priceCart(cart);
}
