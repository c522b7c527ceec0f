import { createServer, type Server } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { assertPortsFree, freePorts, portsFromEnvironment } from './ports.ts';

describe('ports', () => {
  it('have development defaults', () => {
    const ports = portsFromEnvironment({});
    expect(ports).toMatchObject({ 'front-door': 8080, intake: 4000, 'network-sandbox': 4005 });
    expect(ports).toMatchObject({ postgres: 54329, kafka: 19092 });
  });

  it('are moved by their variables', () => {
    const ports = portsFromEnvironment({ FRONT_DOOR_PORT: '9080', NETWORK_GATEWAY_PORT: '9004', SANDBOX_PORT: '9005' });
    expect(ports).toMatchObject({ 'front-door': 9080, 'network-gateway': 9004, 'network-sandbox': 9005, intake: 4000 });
  });

  it('refuse what is no port', () => {
    expect(() => portsFromEnvironment({ INTAKE_PORT: 'x' })).toThrow('INTAKE_PORT must be a port');
  });

  it('are drawn free and all different', async () => {
    const ports = await freePorts();
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
    await assertPortsFree(ports, ['intake', 'front-door']);
  });

  it('say who is in the way', async () => {
    const ports = await freePorts();
    const other = await new Promise<Server>((listening) => {
      const server = createServer().listen(ports.intake, '127.0.0.1', () => listening(server));
    });
    await expect(assertPortsFree(ports, ['intake'])).rejects.toThrow(`Port ${ports.intake} (intake) is in use`);
    await new Promise((closed) => other.close(closed));
  });
});
