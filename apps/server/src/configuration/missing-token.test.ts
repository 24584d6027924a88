import { missingToken } from './missing-token.js';

it.each([
  [['http://127.0.0.1:8081'], ['http://localhost:8082'], undefined, 0],
  [['http://127.0.0.1:8081', 'http://[::1]:1'], ['https://localhost'], undefined, 0],
  [['http://10.0.0.1:8080'], ['http://127.0.0.1:8080'], undefined, 1],
  [['http://localhost:8080'], ['http://embeddings-service:8080'], undefined, 1],
  [['http://localhost.example:8080'], ['http://127.0.0.1:8080'], undefined, 1],
  [['http://10.0.0.1:8080'], ['http://10.0.0.2:8080'], 'secret', 0],
])('for %j and %j with the token %s says %i things', (inference, embeddings, token, count) => {
  expect(missingToken({ inference, embeddings }, token)).toHaveLength(count);
});
