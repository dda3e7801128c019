import * as Sentry from '@sentry/node';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { RequestError } from './errors.ts';
import { orderRoutes } from './routes/orders.ts';
import { productRoutes } from './routes/products.ts';
import { quoteRoutes } from './routes/quotes.ts';
import { shippingRoutes } from './routes/shipping.ts';

export function createApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json());
  app.use('/products', productRoutes);
  app.use('/quotes', quoteRoutes);
  app.use('/orders', orderRoutes);
  app.use('/shipping', shippingRoutes);
  app.get('/health', (_req, res) => {
    res.json({ ok: true });
  });

  Sentry.setupExpressErrorHandler(app, { shouldHandleError: error => !(error instanceof RequestError) });
  app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
    const status = error instanceof RequestError ? error.status : 500;
    res.status(status).json({ error: status === 500 ? 'Something went wrong on our side.' : error.message });
  });
  return app;
}
