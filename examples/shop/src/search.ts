import { allProducts, type Product } from './catalog.ts';

const orders: Record<string, (a: Product, b: Product) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  price: (a, b) => a.price - b.price,
};

/** Tags as they are stored: lower case, without blanks around them, each once. */
export function normaliseTags(tags: string[]): string[] {
  return [...new Set(tags.map(tag => tag.trim().toLowerCase()))];
}

/** The products whose name holds the text and that carry every one of the tags. */
export function findProducts(text: string, tags: string[], sort = 'name'): Product[] {
  const needle = text.trim().toLowerCase();
  const wanted = normaliseTags(tags);
  return allProducts()
    .filter(product => product.name.toLowerCase().includes(needle))
    .filter(product => wanted.every(tag => product.tags.includes(tag)))
    .sort(orders[sort] ?? orders['name']);
}
