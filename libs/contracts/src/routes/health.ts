import { Type } from '../schema.js';
import { Bytes } from './parts.js';
import { defineRoutes } from './route.js';

export const Live = Type.Object({ status: Type.Literal('live') }, { $id: 'Live' });
export const Ready = Type.Object({ status: Type.Literal('ready') }, { $id: 'Ready' });
export const Waiting = Type.Object({ waiting_for: Type.Array(Type.String()) }, { $id: 'Waiting' });

const common = { app: 'front-door', method: 'GET', auth: 'none', source: 'ours' } as const;
const document = { ...common, responses: { 200: Bytes }, produces: ['application/json'] } as const;

export const HEALTH_ROUTES = defineRoutes({
  getLive: { ...common, path: '/health/live', summary: 'Is it running?', responses: { 200: Live } },
  getReady: {
    ...common,
    path: '/health/ready',
    summary: 'Are all apps ready?',
    responses: { 200: Ready, 503: Waiting },
  },
  getOpenApi: { ...document, path: '/openapi.json', summary: 'This document' },
  getAsyncApi: { ...document, path: '/asyncapi.json', summary: 'The topics, as AsyncAPI 3' },
});
