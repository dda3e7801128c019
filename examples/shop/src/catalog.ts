import { RequestError } from './errors.ts';
import type { Cents } from './money.ts';

export interface Product {
  sku: string;
  name: string;
  price: Cents;
  grams: number;
  tags: string[];
}

const products: Product[] = [
  { sku: 'mug-stone', name: 'Stoneware mug', price: 1800, grams: 420, tags: ['kitchen', 'ceramic'] },
  { sku: 'bowl-ash', name: 'Ash bowl', price: 4200, grams: 610, tags: ['kitchen', 'wood'] },
  { sku: 'lamp-reed', name: 'Reed lamp', price: 8900, grams: 1900, tags: ['light', 'living'] },
  { sku: 'throw-wool', name: 'Wool throw', price: 12500, grams: 1300, tags: ['textile', 'living'] },
  { sku: 'stool-oak', name: 'Oak stool', price: 15900, grams: 5200, tags: ['wood', 'living'] },
  { sku: 'board-olive', name: 'Olive board', price: 3600, grams: 950, tags: ['kitchen', 'wood'] },
];

export function allProducts(): Product[] {
  return [...products];
}

export function findProduct(sku: string): Product {
  const product = products.find(candidate => candidate.sku === sku);
  if (!product) throw new RequestError(404, `There is no product ${sku}.`);
  return product;
}
