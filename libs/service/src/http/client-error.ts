import type { Socket } from 'node:net';
import { HttpException } from '@nestjs/common';
import { openAiError } from '@predict-otron/dialects';
import { plainSocketOf } from '../tls/plain-request.js';

const REASONS: Record<string, [status: number, text: string, message: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time.'],
  ERR_SSL_HTTP_REQUEST: [400, 'Bad Request', 'This port speaks HTTPS: send the request to https://.'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large.'],
};

/** Answers a connection on which no valid HTTP request arrived, and closes it. */
export function answerClientError(error: NodeJS.ErrnoException, connection: Socket): void {
  const socket = plainSocketOf(error, connection) ?? connection;
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [status, text, message] = REASONS[error.code ?? ''] ?? [
    400,
    'Bad Request',
    'This is not a valid HTTP request.',
  ];
  const body = JSON.stringify(openAiError(new HttpException(message, status)).body);
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
