import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { tunnel } from '../../../../../src/sandbox/apiserver/http/tunnel.js';

const PROTOCOL = 'v5.channel.k8s.io';

it('hangs up at the kubelet whose client has gone while it was asked', async () => {
  const kubelet = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(kubelet, 'listening');
  const address = kubelet.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const ended = new Promise((resolve) => kubelet.once('connection', (opened) => opened.once('close', resolve)));
  const request = new IncomingMessage(new Socket());
  const key = Buffer.alloc(16).toString('base64');
  const version = '13';
  Object.assign(request.headers, { upgrade: 'websocket', 'sec-websocket-protocol': PROTOCOL });
  Object.assign(request.headers, { 'sec-websocket-key': key, 'sec-websocket-version': version });
  request.method = 'GET';
  const socket = new PassThrough();
  const connect = async (): Promise<WebSocket> => {
    const opened = new WebSocket(`ws://127.0.0.1:${port}`, PROTOCOL);
    await once(opened, 'open');
    opened.pause();
    socket.destroy();
    return opened;
  };
  const get = (): Promise<never> => Promise.reject(new Error('nobody asks'));
  await tunnel(
    { request, socket, head: Buffer.alloc(0) },
    { form: 'upgrade', code: 101, address: '', path: '' },
    { connect, get },
  );
  await ended;
  kubelet.close();
  expect(socket.destroyed).toBe(true);
});
