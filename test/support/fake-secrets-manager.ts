import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** AWS Secrets Manager as far as reading goes: answers by secret id, and remembers who asked how. */
export type FakeSecretsManager = {
  readonly endpoint: string;
  readonly requests: readonly SecretRequest[];
  close(): Promise<void>;
};

export type SecretRequest = {
  readonly secretId: string;
  readonly headers: IncomingHttpHeaders;
};

export type SecretAnswer = {
  readonly status?: number;
  /** A text is sent as it is, anything else as JSON. */
  readonly body: unknown;
  /** Whether it never comes. */
  readonly hangs?: boolean;
};

/** An answer as AWS gives it for a secret that is text. */
export function secretString(text: string): SecretAnswer {
  return { body: { Name: 'name', VersionId: 'v1', SecretString: text } };
}

/** An error as AWS answers it. */
export function awsError(type: string, message: string, status = 400): SecretAnswer {
  return { status, body: { __type: type, Message: message } };
}

/** What is not among the answers AWS does not find. */
export async function startFakeSecretsManager(
  answers: Readonly<Record<string, SecretAnswer>>,
): Promise<FakeSecretsManager> {
  const requests: SecretRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { SecretId: secretId }: { SecretId: string } = JSON.parse(
      Buffer.concat(chunks).toString(),
    );
    requests.push({ secretId, headers: request.headers });
    const answer = answers[secretId] ?? awsError('ResourceNotFoundException', '');
    const { status = 200, body, hangs } = answer;
    if (hangs) return;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
