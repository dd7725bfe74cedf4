// Ask for a payment that nobody on the way can read: `npm install jose`.
// node pay-encrypted.ts GATEWAY_URL, with a token in the variable TOKEN.

import { CompactEncrypt, importJWK, type JWK } from "jose";

/** The body as a compact JWE for one key of `GET /v1/keys`. */
export async function encrypted(body: unknown, key: JWK): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(body)))
    .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: key.kid })
    .encrypt(await importJWK(key, "RSA-OAEP-256"));
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
  const { keys } = (await found.json()) as { keys: JWK[] };
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

if (import.meta.main) {
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
