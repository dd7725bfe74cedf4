// Receives events of payments: Node 22.18 or newer runs it as it stands, with what it has of its own.
// WEBHOOK_SECRET=whsec_… PORT=8080 node receiver.ts
// What stands before it has the certificate and speaks TLS.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";

/** Seconds that a signature's time may be away from now, either way. */
const TOLERANCE = 300;
/** Bytes of an event; ours have a few thousand. */
const LARGEST = 64 * 1024;

const secret = process.env.WEBHOOK_SECRET ?? "";
/** In your database: the id is kept in the transaction that does what the event asks for. */
const seen = new Set<string>();

/** Whether one of the signatures is by this secret, over this body, and not old. */
export function isOurs(
  secret: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: number,
): boolean {
  const id = String(headers["webhook-id"] ?? "");
  const at = String(headers["webhook-timestamp"] ?? "");
  if (!/^[0-9]{1,12}$/.test(at) || Math.abs(now - Number(at)) > TOLERANCE) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest("base64");
  const expected = Buffer.from(`v1,${mac}`);
  return String(headers["webhook-signature"] ?? "")
    .split(" ")
    .map((each) => Buffer.from(each))
    .some((each) => each.length === expected.length && timingSafeEqual(each, expected));
}

/** The bytes as they came: the signature is over them, so verify first and parse later. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

createServer(async (request, response) => {
  const body = await read(request).catch(() => undefined);
  if (body === undefined) {
    response.writeHead(413, { Connection: "close" }).end();
    return;
  }
  if (!isOurs(secret, request.headers, body, Date.now() / 1000)) {
    response.writeHead(400).end();
    return;
  }
  const id = String(request.headers["webhook-id"]);
  if (!seen.has(id)) {
    seen.add(id);
    console.log("received", id);
  }
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), "127.0.0.1");
