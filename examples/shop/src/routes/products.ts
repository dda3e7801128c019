import { Router } from 'express';
import { findProduct, type Product } from '../catalog.ts';
import { findProducts } from '../search.ts';

export interface ProductQuery {
  q?: string;
  tag?: string[];
  sort?: string;
}

export function listProducts(query: ProductQuery): { count: number; products: Product[] } {
  const products = findProducts(query.q ?? '', query.tag ?? [], query.sort);
  return { count: products.length, products };
}

export const productRoutes: Router = Router();

productRoutes.get('/', (req, res) => {
  res.json(listProducts(req.query as ProductQuery));
});

productRoutes.get('/:sku', (req, res) => {
  res.json(findProduct(req.params.sku));
});
