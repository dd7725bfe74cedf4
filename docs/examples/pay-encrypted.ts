// Ask for a payment that nobody on the way can read; Node 22.18 or newer runs it as it stands,
// with what it has of its own.
// node pay-encrypted.ts GATEWAY_URL, with a token in the variable TOKEN.

type Key = JsonWebKey & { kid: string };

const text = new TextEncoder();

function base64url(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes as Uint8Array).toString("base64url");
}

/** The body as a compact JWE (RFC 7516) for one key of `GET /v1/keys`. */
export async function encrypted(body: unknown, key: Key): Promise<string> {
  const way = { name: "RSA-OAEP", hash: "SHA-256" };
  const theirs = await crypto.subtle.importKey("jwk", key, way, false, ["wrapKey"]);
  const once = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", once, theirs, way);
  const header = base64url(
    text.encode(JSON.stringify({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: key.kid })),
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: text.encode(header), tagLength: 128 },
      once,
      text.encode(JSON.stringify(body)),
    ),
  );
  const parts = [wrapped, iv, sealed.subarray(0, -16), sealed.subarray(-16)];
  return [header, ...parts.map(base64url)].join(".");
}

/**
 * The answer to `POST /v1/payments`; the first of the keys is the one to use.
 * A program that pays often keeps the keys as long as Cache-Control says, an hour.
 */
export async function pay(
  gateway: string,
  token: string,
  body: unknown,
  idempotencyKey: string,
): Promise<Response> {
  const found = await fetch(`${gateway}/v1/keys`);
  if (!found.ok) throw new Error(`GET /v1/keys answered ${found.status}`);
  const { keys } = (await found.json()) as { keys: Key[] };
  return fetch(`${gateway}/v1/payments`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/jose",
      "Idempotency-Key": idempotencyKey,
    },
    body: await encrypted(body, keys[0]),
  });
}

if (import.meta.filename === process.argv[1]) {
  const order = {
    amount: 2500,
    currency: "eur",
    payment_method: "pm_card_visa",
    customer: { email: "jane@example.com", locale: "de-DE" },
  };
  // Kept with the order: repeated with the same key, it is the same payment.
  const answer = await pay(process.argv[2], process.env.TOKEN!, order, crypto.randomUUID());
  console.log(answer.status, await answer.text());
}
