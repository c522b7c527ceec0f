import path from 'node:path';

/** The checkout. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface AppPlace {
  /** Development port, and the variables that override it. */
  readonly port: number;
  readonly portVariables: readonly string[];
  /** Under which name the others are told its address. */
  readonly urlVariable: string;
}

const place = (port: number, name: string, alias = name): AppPlace => ({
  port,
  portVariables: [`${name}_PORT`, ...(alias === name ? [] : [`${alias}_PORT`])],
  urlVariable: `${alias}_URL`,
});

/** The six processes of the platform. */
export const APPS = {
  intake: place(4000, 'INTAKE'),
  ops: place(4001, 'OPS'),
  notifier: place(4002, 'NOTIFIER'),
  credits: place(4003, 'CREDITS'),
  'network-gateway': place(4004, 'NETWORK_GATEWAY', 'GATEWAY'),
  'network-sandbox': place(4005, 'NETWORK_SANDBOX', 'SANDBOX'),
} as const;

export type AppName = keyof typeof APPS;
export const APP_NAMES = Object.keys(APPS) as AppName[];
