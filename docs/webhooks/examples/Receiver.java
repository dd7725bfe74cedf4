// Receives events of payments: Java 17 or newer, with nothing but what the JDK brings.
// WEBHOOK_SECRET=whsec_… PORT=8080 java Receiver.java
// What stands before it has the certificate and speaks TLS.

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
  /** Seconds that a signature's time may be away from now, either way. */
  static final long TOLERANCE = 300;
  /** Bytes of an event; ours have a few thousand. */
  static final int LARGEST = 64 * 1024;

  /** In your database: the id is kept in the transaction that does what the event asks for. */
  static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  /** Whether one of the signatures is by this secret, over this body, and not old. */
  static boolean isOurs(String secret, Headers headers, byte[] body, long now)
      throws GeneralSecurityException {
    String id = first(headers, "webhook-id");
    String at = first(headers, "webhook-timestamp");
    if (!at.matches("[0-9]{1,12}") || Math.abs(now - Long.parseLong(at)) > TOLERANCE) {
      return false;
    }
    byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    mac.update((id + "." + at + ".").getBytes(StandardCharsets.UTF_8));
    byte[] expected = ascii("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
    for (String each : first(headers, "webhook-signature").split(" ")) {
      if (MessageDigest.isEqual(expected, ascii(each))) {
        return true;
      }
    }
    return false;
  }

  /** One event. The signature is over the bytes as they came: verify first, parse later. */
  static int receive(String secret, HttpExchange exchange)
      throws IOException, GeneralSecurityException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      return 413;
    }
    Headers headers = exchange.getRequestHeaders();
    if (!isOurs(secret, headers, body, System.currentTimeMillis() / 1000)) {
      return 400;
    }
    String id = first(headers, "webhook-id");
    if (SEEN.add(id)) {
      System.out.println("received " + id);
    }
    return 204;
  }

  static String first(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public static void main(String[] arguments) throws IOException {
    String secret = System.getenv("WEBHOOK_SECRET");
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(receive(secret, exchange), -1);
          } catch (GeneralSecurityException error) {
            throw new IOException(error);
          }
        });
    server.start();
  }
}
