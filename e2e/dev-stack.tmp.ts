import { startStack } from '../tools/dev/stack.ts';
const stack = await startStack({
  directory: '/tmp/lead-dev',
  ports: 'free',
  databaseUrl: process.env.DATABASE_URL,
  brokers: process.env.KAFKA_BROKERS,
  report: (l) => console.log(l),
});
console.log(JSON.stringify({ base: stack.baseUrl, ports: stack.ports }));
process.on('SIGTERM', () => {
  void stack.stop().then(() => process.exit(0));
});
setInterval(() => {}, 1000);
