import path from 'node:path';
import { freePorts } from '../ports.ts';
import { startStack } from '../stack.ts';

/** Starts a stack with stand-in apps in the directory of argv, says "ready", and waits to be killed. */
const [directory = ''] = process.argv.slice(2);
const main = path.join(import.meta.dirname, 'stand-in-app.fixture.mjs');
const { KAFKA_BROKERS: brokers } = process.env;
const ports = await freePorts();
const stack = await startStack({ directory, ports, brokers, disposable: true, mainOf: () => main });
process.on('SIGTERM', () => void stack.stop().then(() => process.exit(0)));
process.stdout.write(`ready ${stack.baseUrl}\n`);
