import http from 'node:http';

/** Plays any of the six apps for the specs of the supervisor and the front door: it echoes what it was asked. */
const tenants = new Set();

const answers = {
  '/health/ready': (_request, response) => response.end('{}'),
  // Refuses before the body was read, and closes, as a server does whose limit is exceeded.
  '/v1/too-large': (_request, response) => response.writeHead(413, { connection: 'close' }).end('{"status":413}'),
  '/v1/crash': () => process.exit(3),
  '/ops/v1/tenants': async (request, response) => {
    const { tenant } = JSON.parse((await request.toArray()).join(''));
    const status = tenants.has(tenant) ? 409 : 201;
    tenants.add(tenant);
    response.writeHead(status).end(JSON.stringify({ tenant, api_key: `key_${tenant}` }));
  },
};

async function echo(request, response) {
  const { method, url, headers } = request;
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  response.writeHead(200, { 'x-answered-by': String(process.env.PORT) });
  response.end(JSON.stringify({ method, url, headers, bytes }));
}

const server = http.createServer((request, response) => {
  const answer = answers[request.url] ?? echo;
  return answer(request, response);
});
server.listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
