/** Injection tokens of things that are no classes. */
export const LOGGER = Symbol('logger');
export const MESSAGES = Symbol('message client');
