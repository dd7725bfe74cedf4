// Reads vectors from standard input; prints for each case whether the specification's library for
// JavaScript accepts it.
import { text } from "node:stream/consumers";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

function verdict({ secret, headers, body }) {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

const { cases } = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(cases.map(verdict)));
